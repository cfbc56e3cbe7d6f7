// The only source that sees toml++.
#include "plan/toml_reader.hpp"

#include "plan/deep_key.hpp"
#include "plan/utf8.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <cctype>
#include <optional>

namespace ssislb::detail {
namespace {

// A plan has four levels; the rest of a deeper nest is of no interest.
constexpr int deepest_level = 8;

// toml++ takes tables apart by recursion, so a key such as a.a.a... could exhaust the stack.
constexpr std::size_t most_dots_in_key = 1000;

source_position position(toml::source_region const& region) {
    return {std::max(region.begin.line, 1u), std::max(region.begin.column, 1u)};
}

plan_value convert(toml::node const& node, int level);

plan_table convert_table(toml::table const& table, int level) {
    plan_table entries;
    entries.reserve(table.size());
    for (auto const& [key, node] : table)
        entries.push_back({std::string(key.str()), position(key.source()), convert(node, level)});
    return entries;
}

plan_array convert_array(toml::array const& array, int level) {
    plan_array items;
    items.reserve(array.size());
    for (auto const& node : array)
        items.push_back(convert(node, level));
    return items;
}

plan_value convert(toml::node const& node, int level) {
    plan_value value{position(node.source()), plan_other{"a date or time"}};
    if (level > deepest_level)
        value.data = plan_other{"a deeply nested value"};
    else if (auto const* table = node.as_table())
        value.data = convert_table(*table, level + 1);
    else if (auto const* array = node.as_array())
        value.data = convert_array(*array, level + 1);
    else if (auto const* text = node.as_string())
        value.data = text->get();
    else if (auto const* integer = node.as_integer())
        value.data = integer->get();
    else if (auto const* number = node.as_floating_point())
        value.data = number->get();
    else if (auto const* flag = node.as_boolean())
        value.data = flag->get();
    return value;
}

struct source_lines {
    std::string_view before;
    std::string_view here;
};

/// The text of a line, and of the one before it.
source_lines lines_at(std::string_view text, std::uint32_t line) {
    source_lines found;
    std::size_t begin = 0;
    for (std::uint32_t at = 1; at <= line; ++at) {
        auto const end = std::min(text.find('\n', begin), text.size());
        found = {found.here, text.substr(begin, end - begin)};
        begin = std::min(end + 1, text.size());
    }
    return found;
}

bool mentions_password(std::string_view text) {
    static constexpr std::string_view word = "password";
    auto const same = [](char a, char b) {
        return std::tolower(static_cast<unsigned char>(a)) == b;
    };
    return std::search(text.begin(), text.end(), word.begin(), word.end(), same) != text.end();
}

bool is_behind(std::uint32_t column, std::string_view line) {
    auto const starts_code_point = [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    };
    return column > std::ranges::count_if(line, starts_code_point);
}

/// toml++ quotes what it has read, which must not be a password. A string that is not closed may
/// be noticed one line later.
std::string reason(toml::parse_error const& failure, source_position at, std::string_view text) {
    auto const lines = lines_at(text, at.line);
    // Of a table that stands twice nothing is quoted but its name.
    bool const twice = failure.description().find("redefine existing table") != std::string::npos;
    if (!twice && (mentions_password(lines.before) || mentions_password(lines.here)))
        return "strings stand in quotes, and passwords do not belong into a plan at all";
    if (is_behind(at.column, lines.here) && std::ranges::count(lines.here, '"') % 2 == 1)
        return "a string is not closed; add the missing quote";
    return std::string(failure.description());
}

toml_failure explain(toml::parse_error const& failure, std::string_view text) {
    auto const at = position(failure.source());
    return {at, "this is not TOML: " + reason(failure, at, text)};
}

std::optional<toml_failure> refuse_deep_keys(std::string_view text) {
    if (auto const at = find_deep_key(text, most_dots_in_key))
        return toml_failure{*at, "a key here has too many dots; no key of a plan is that deep"};
    return std::nullopt;
}

/// toml++ would only say that a byte is wrong, and point to the place before it.
std::optional<toml_failure> refuse_other_encodings(std::string_view text) {
    if (auto const at = find_invalid_utf8(text))
        return toml_failure{*at, "this is not UTF-8, the encoding of TOML; save the file as UTF-8"};
    return std::nullopt;
}

} // namespace

std::variant<plan_table, toml_failure> read_toml(std::string_view text) {
    if (auto failure = refuse_other_encodings(text))
        return *std::move(failure);
    if (auto failure = refuse_deep_keys(text))
        return *std::move(failure);
    try {
        return convert_table(toml::parse(text), 0);
    } catch (toml::parse_error const& failure) {
        return explain(failure, text);
    }
}

} // namespace ssislb::detail
