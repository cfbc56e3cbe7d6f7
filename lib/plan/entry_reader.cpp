#include "plan/entry_reader.hpp"

#include <ssislb/base/nearest_name.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <limits>

namespace ssislb::detail {

void entry_reader::report_kind(std::string_view wanted, plan_value const& value) const {
    mistakes_.add(entry_, value.at,
                  fmt::format("{} takes {}, not {}", entry_.key, wanted, kind_of(value)));
}

void entry_reader::text(std::string& target) const {
    if (auto const* found = std::get_if<std::string>(&entry_.value.data))
        target = *found;
    else
        report_kind("a string in quotes", entry_.value);
}

void entry_reader::flag(bool& target) const {
    if (auto const* found = std::get_if<bool>(&entry_.value.data))
        target = *found;
    else
        report_kind("true or false, without quotes", entry_.value);
}

void entry_reader::number(double& target) const {
    if (auto const* fraction = std::get_if<double>(&entry_.value.data))
        target = *fraction;
    else if (auto const* whole = std::get_if<std::int64_t>(&entry_.value.data))
        target = static_cast<double>(*whole);
    else
        report_kind("a number such as 1.5", entry_.value);
}

std::optional<std::int64_t> entry_reader::whole_between(std::int64_t least,
                                                        std::int64_t most) const {
    auto const* found = std::get_if<std::int64_t>(&entry_.value.data);
    if (found == nullptr) {
        report_kind("a whole number", entry_.value);
        return std::nullopt;
    }
    if (*found < least || *found > most) {
        report(fmt::format("{} = {} is out of range; give a whole number from {} to {}", entry_.key,
                           *found, least, most));
        return std::nullopt;
    }
    return *found;
}

std::optional<std::uint32_t> entry_reader::count_between(std::uint32_t least,
                                                         std::uint32_t most) const {
    auto const found = whole_between(least, most);
    return found ? std::optional(static_cast<std::uint32_t>(*found)) : std::nullopt;
}

void entry_reader::count(std::uint32_t& target) const {
    target = count_between(0, std::numeric_limits<std::uint32_t>::max()).value_or(target);
}

void entry_reader::duration(std::optional<milliseconds>& target) const {
    auto const* found = std::get_if<std::string>(&entry_.value.data);
    if (found == nullptr) {
        report_kind("a duration in quotes such as \"90s\" or \"1h30m\"", entry_.value);
        return;
    }
    if (auto const length = parse_duration(*found))
        target = *length;
    else
        report(fmt::format("\"{}\" is not a duration; write numbers with the units d, h, m, s or "
                           "ms, such as \"90s\" or \"1h30m\"",
                           *found));
}

void entry_reader::duration(milliseconds& target) const {
    std::optional<milliseconds> found;
    duration(found);
    target = found.value_or(target);
}

std::optional<std::vector<std::string>> entry_reader::texts() const {
    static constexpr std::string_view wanted = "a string or an array of strings";
    if (auto const* one = std::get_if<std::string>(&entry_.value.data))
        return std::vector{*one};
    auto const* array = std::get_if<plan_array>(&entry_.value.data);
    if (array == nullptr) {
        report_kind(wanted, entry_.value);
        return std::nullopt;
    }
    std::vector<std::string> items;
    for (auto const& item : *array) {
        auto const* text = std::get_if<std::string>(&item.data);
        if (text == nullptr)
            report_kind(wanted, item);
        items.push_back(text == nullptr ? std::string() : *text);
    }
    return entry_.broken ? std::nullopt : std::optional(std::move(items));
}

void entry_reader::texts(std::vector<std::string>& target) const {
    if (auto found = texts())
        target = *std::move(found);
}

plan_table* entry_reader::table() const {
    auto* const found = std::get_if<plan_table>(&entry_.value.data);
    if (found == nullptr)
        report_kind("a table", entry_.value);
    return found;
}

std::optional<std::size_t> entry_reader::find_word(plan_value const& value,
                                                   std::span<std::string_view const> words) const {
    auto const* text = std::get_if<std::string>(&value.data);
    if (text == nullptr) {
        report_kind(fmt::format("one of \"{}\"", fmt::join(words, "\", \"")), value);
        return std::nullopt;
    }
    auto const found = std::ranges::find(words, *text);
    if (found != words.end())
        return static_cast<std::size_t>(found - words.begin());
    auto const near = nearest_name(*text, words);
    mistakes_.add(entry_, value.at,
                  fmt::format("{} takes one of \"{}\", not \"{}\"{}", entry_.key,
                              fmt::join(words, "\", \""), *text,
                              near ? fmt::format("; did you mean \"{}\"?", *near) : ""));
    return std::nullopt;
}

std::optional<std::vector<std::size_t>>
entry_reader::find_words(std::span<std::string_view const> words) const {
    std::vector<std::size_t> all;
    bool good = true;
    auto const add = [&](plan_value const& value) {
        auto const found = find_word(value, words);
        good = good && found;
        all.push_back(found.value_or(0));
    };
    if (auto const* array = std::get_if<plan_array>(&entry_.value.data))
        std::ranges::for_each(*array, add);
    else
        add(entry_.value);
    return good ? std::optional(std::move(all)) : std::nullopt;
}

} // namespace ssislb::detail
