#include "sim/sql/conversion.hpp"

#include "sim/agent/encoding.hpp"
#include "sim/agent/text.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <utility>

namespace ssislb::sim::sql {
namespace {

using detail::folded;
using detail::trimmed;

struct named_type {
    std::string_view name;
    type_of type;
};

constexpr std::array named_types{
    named_type{"bit", {type::bit, 0}},
    named_type{"tinyint", {type::tinyint, 0}},
    named_type{"smallint", {type::smallint, 0}},
    named_type{"int", {type::int_, 0}},
    named_type{"bigint", {type::bigint, 0}},
    named_type{"float", {type::float_, 0}},
    named_type{"datetime", {type::datetime, 0}},
    named_type{"uniqueidentifier", {type::uniqueidentifier, 0}},
    named_type{"nvarchar", {type::nvarchar, 1}},
    named_type{"varchar", {type::varchar, 1}},
    named_type{"varbinary", {type::varbinary, 1}},
    named_type{"nchar", {type::nvarchar, 1}},
    named_type{"char", {type::varchar, 1}},
    named_type{"integer", {type::int_, 0}},
    named_type{"sysname", sysname},
    named_type{"ntext", {type::nvarchar_max, 0}},
    named_type{"text", {type::nvarchar_max, 0}},
    named_type{"datetime2", {type::datetime, 0}},
    named_type{"smalldatetime", {type::datetime, 0}},
    named_type{"real", {type::float_, 0}},
};

struct range {
    std::int64_t low;
    std::int64_t high;
};

constexpr range range_of(type of) noexcept {
    switch (of) {
    case type::tinyint:
        return {0, 255};
    case type::smallint:
        return {-32'768, 32'767};
    case type::int_:
        return {-2'147'483'648, 2'147'483'647};
    default:
        return {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()};
    }
}

template <class Number>
std::optional<Number> parse_number(std::string_view text) {
    text = trimmed(text);
    if (text.empty())
        return Number{};
    if (text.front() == '+')
        text.remove_prefix(1);
    Number number{};
    auto const [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failure != std::errc{} || end != text.data() + text.size())
        return std::nullopt;
    return number;
}

std::optional<value> to_integer(value const& from, type to) {
    std::optional<std::int64_t> number;
    if (auto const* whole = std::get_if<std::int64_t>(&from))
        number = *whole;
    else if (auto const* real = std::get_if<double>(&from);
             real != nullptr && std::fabs(*real) < 9e18)
        number = static_cast<std::int64_t>(*real);
    else if (auto const* text = std::get_if<std::string>(&from))
        number = parse_number<std::int64_t>(*text);
    if (!number)
        return std::nullopt;
    if (to == type::bit)
        return std::int64_t{*number != 0};
    auto const [low, high] = range_of(to);
    if (*number < low || *number > high)
        return std::nullopt;
    return *number;
}

std::optional<value> to_float(value const& from) {
    if (auto const* whole = std::get_if<std::int64_t>(&from))
        return static_cast<double>(*whole);
    if (std::holds_alternative<double>(from))
        return from;
    if (auto const* text = std::get_if<std::string>(&from))
        if (auto const number = parse_number<double>(*text))
            return *number;
    return std::nullopt;
}

std::optional<value> to_guid(value const& from) {
    if (std::holds_alternative<guid>(from))
        return from;
    if (auto const* text = std::get_if<std::string>(&from))
        if (auto const id = parse_guid(trimmed(*text)))
            return *id;
    if (auto const* bytes = std::get_if<std::vector<std::byte>>(&from);
        bytes != nullptr && bytes->size() == 16) {
        guid id;
        std::copy(bytes->begin(), bytes->end(), id.bytes.begin());
        return id;
    }
    return std::nullopt;
}

/// Numbers are days since 1900.
std::optional<server_time> moment_of(value const& from) {
    constexpr std::chrono::local_days year_1900{std::chrono::January / 1 / 1900};
    constexpr double most_days = 3e6;
    if (auto const* at = std::get_if<server_time>(&from))
        return *at;
    if (auto const* text = std::get_if<std::string>(&from))
        return parse_datetime(*text);
    auto const days = std::holds_alternative<double>(from)
                          ? std::get<double>(from)
                          : static_cast<double>(std::get<std::int64_t>(from));
    if (!(std::fabs(days) < most_days))
        return std::nullopt;
    return year_1900 + std::chrono::round<milliseconds>(
                           std::chrono::duration<double, std::ratio<86'400>>{days});
}

std::optional<value> to_datetime(value const& from) {
    if (std::holds_alternative<guid>(from) || std::holds_alternative<std::vector<std::byte>>(from))
        return std::nullopt;
    auto const at = moment_of(from);
    if (!at || !is_datetime(*at))
        return std::nullopt;
    return detail::as_datetime(*at);
}

/// Cut to so many UTF-16 units, never inside a character.
std::string cut(std::string text, std::uint16_t max_length) {
    if (max_length == 0 || detail::utf16_length(text) <= max_length)
        return text;
    std::size_t units = 0;
    std::size_t end = 0;
    while (end < text.size()) {
        auto const lead = static_cast<unsigned char>(text[end]);
        std::size_t const bytes = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        units += bytes == 4 ? 2 : 1;
        if (units > max_length)
            break;
        end += bytes;
    }
    text.resize(end);
    return text;
}

} // namespace

std::string_view name_of(type of) noexcept {
    if (of == type::nvarchar_max)
        return "nvarchar(max)";
    for (auto const& each : named_types)
        if (each.type.type == of)
            return each.name;
    return "sql_variant";
}

std::string_view name_of(value const& of) noexcept {
    static constexpr std::array<std::string_view, 7> names{
        "int", "int", "float", "datetime", "uniqueidentifier", "nvarchar", "varbinary"};
    return names[of.index()];
}

std::optional<type_of> parse_type(std::string_view text) {
    auto const whole = folded(trimmed(text));
    auto const open = whole.find('(');
    auto const name = trimmed(std::string_view{whole}.substr(0, open));
    for (auto const& each : named_types) {
        if (each.name != name)
            continue;
        auto found = each.type;
        if (open == std::string::npos || found.max_length == 0)
            return found;
        auto const length =
            trimmed(std::string_view{whole}.substr(open + 1, whole.find(')') - open - 1));
        if (length == "max")
            return found.type == type::varbinary ? found : type_of{type::nvarchar_max, 0};
        auto const number = parse_number<std::uint16_t>(length);
        if (!number || *number == 0)
            return std::nullopt;
        found.max_length = *number;
        return found;
    }
    return std::nullopt;
}

bool is_datetime(server_time at) noexcept {
    constexpr std::chrono::local_days first{std::chrono::January / 1 / 1753};
    constexpr std::chrono::local_days end{std::chrono::January / 1 / 10'000};
    return at >= first && at < end;
}

std::optional<value> convert(value const& from, type_of to) {
    if (is_null(from))
        return from;
    switch (to.type) {
    case type::bit:
    case type::tinyint:
    case type::smallint:
    case type::int_:
    case type::bigint:
        return to_integer(from, to.type);
    case type::float_:
        return to_float(from);
    case type::datetime:
        return to_datetime(from);
    case type::uniqueidentifier:
        return to_guid(from);
    case type::varbinary:
        return std::holds_alternative<std::vector<std::byte>>(from) ? std::optional{from}
                                                                    : std::nullopt;
    case type::nvarchar:
    case type::varchar:
        return cut(to_text(from), to.max_length);
    case type::nvarchar_max:
        return to_text(from);
    }
    return std::nullopt;
}

std::string to_text(value&& from) {
    if (auto* text = std::get_if<std::string>(&from))
        return std::move(*text);
    return to_text(std::as_const(from));
}

std::string to_text(value const& from) {
    if (auto const* text = std::get_if<std::string>(&from))
        return *text;
    if (auto const* whole = std::get_if<std::int64_t>(&from))
        return std::to_string(*whole);
    if (auto const* id = std::get_if<guid>(&from))
        return ssislb::to_string(*id);
    if (auto const* at = std::get_if<server_time>(&from))
        return ssislb::to_string(*at);
    if (auto const* real = std::get_if<double>(&from)) {
        std::array<char, 32> digits{};
        auto const end = std::to_chars(digits.data(), digits.data() + digits.size(), *real);
        return {digits.data(), end.ptr};
    }
    return {};
}

} // namespace ssislb::sim::sql
