// Reads the value of one key; a value that does not fit is reported and leaves the target alone.
#pragma once

#include "plan/mistake_sink.hpp"
#include "plan/plan_value.hpp"

#include <ssislb/base/time.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ssislb::detail {

/// A word of a plan and what it stands for.
template <class Enum>
struct word {
    std::string_view text;
    Enum value;
};

class entry_reader {
public:
    entry_reader(plan_entry& entry, mistake_sink& mistakes)
        : entry_(entry)
        , mistakes_(mistakes) {}

    void text(std::string& target) const;
    void flag(bool& target) const;
    /// A whole number or a fraction.
    void number(double& target) const;
    [[nodiscard]] std::optional<std::int64_t> whole_between(std::int64_t least,
                                                            std::int64_t most) const;
    [[nodiscard]] std::optional<std::uint32_t> count_between(std::uint32_t least,
                                                             std::uint32_t most) const;
    /// A whole number from 0.
    void count(std::uint32_t& target) const;
    void duration(milliseconds& target) const;
    void duration(std::optional<milliseconds>& target) const;
    /// A string, or an array of strings.
    [[nodiscard]] std::optional<std::vector<std::string>> texts() const;
    void texts(std::vector<std::string>& target) const;

    template <class Enum>
    void one_of(std::span<word<Enum> const> words, Enum& target) const {
        std::vector<std::string_view> texts;
        for (auto const& [text, value] : words)
            texts.push_back(text);
        if (auto const found = find_word(entry_.value, texts))
            target = words[*found].value;
    }

    /// One of the words, or an array of them.
    template <class Enum>
    void some_of(std::span<word<Enum> const> words, std::vector<Enum>& target) const {
        std::vector<std::string_view> texts;
        for (auto const& [text, value] : words)
            texts.push_back(text);
        auto const found = find_words(texts);
        if (!found)
            return;
        target.clear();
        for (std::size_t const one : *found)
            target.push_back(words[one].value);
    }

    /// Null, and a mistake, if the value is no table.
    [[nodiscard]] plan_table* table() const;

    void report(std::string text) const { mistakes_.add(entry_, entry_.value.at, std::move(text)); }

    [[nodiscard]] plan_entry& entry() const noexcept { return entry_; }
    [[nodiscard]] mistake_sink& mistakes() const noexcept { return mistakes_; }

private:
    void report_kind(std::string_view wanted, plan_value const& value) const;
    [[nodiscard]] std::optional<std::size_t>
    find_word(plan_value const&, std::span<std::string_view const> words) const;
    [[nodiscard]] std::optional<std::vector<std::size_t>>
    find_words(std::span<std::string_view const> words) const;

    plan_entry& entry_;
    mistake_sink& mistakes_;
};

} // namespace ssislb::detail
