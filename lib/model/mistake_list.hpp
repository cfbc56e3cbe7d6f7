// Collects the mistakes of one package.
#pragma once

#include <ssislb/model/validation.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ssislb::detail {

class mistake_list {
public:
    void add(mistake_location where, std::string text,
             std::optional<mistake_location> other = std::nullopt) {
        mistakes_.push_back({std::move(where), std::move(text), std::move(other)});
    }

    [[nodiscard]] std::vector<mistake> take() && { return std::move(mistakes_); }

private:
    std::vector<mistake> mistakes_;
};

/// Adds the mistakes of one server or task, whose place is said once.
class element_mistakes {
public:
    element_mistakes(mistake_list& list, mistake_location::element in, std::size_t at)
        : list_(list)
        , in_(in)
        , at_(at) {}

    void add(std::string_view key, std::string text) { list_.add(location(key), std::move(text)); }

    void add(std::string_view key, std::size_t item, std::string text) {
        list_.add(location(key, item), std::move(text));
    }

    void add_duplicate(mistake_location where, mistake_location first, std::string text) {
        list_.add(std::move(where), std::move(text), std::move(first));
    }

    [[nodiscard]] mistake_location location(std::string_view key, std::size_t item = 0) const {
        return {in_, at_, std::string(key), item};
    }

private:
    mistake_list& list_;
    mistake_location::element in_;
    std::size_t at_;
};

} // namespace ssislb::detail
