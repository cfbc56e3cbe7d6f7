// From one SQL type to another, as an assignment converts.
#pragma once

#include "sim/sql/value.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace ssislb::sim::sql {

/// A type as a declaration writes it.
struct type_of {
    sql::type type = sql::type::int_;
    /// In characters or bytes; 0 where the type has none.
    std::uint16_t max_length = 0;

    bool operator==(type_of const&) const = default;
};

inline constexpr type_of sysname{type::nvarchar, 128};

/// `int`, `nvarchar`; what messages call the type.
[[nodiscard]] std::string_view name_of(type) noexcept;
/// What messages call the type of a value that came without a declaration.
[[nodiscard]] std::string_view name_of(value const&) noexcept;
/// Reads `nvarchar(20)`, `uniqueidentifier`, `sysname`, `varchar(max)`.
[[nodiscard]] std::optional<type_of> parse_type(std::string_view text);

/// Nothing: it cannot be converted. NULL stays NULL; text that is too long is cut off.
[[nodiscard]] std::optional<value> convert(value const& from, type_of to);

/// As CONVERT(nvarchar, ...) shows it; NULL is empty.
[[nodiscard]] std::string to_text(value const&);
[[nodiscard]] std::string to_text(value&&);

/// A datetime can hold it: the years 1753 to 9999.
[[nodiscard]] bool is_datetime(server_time) noexcept;

/// A time of day, `03:44[:16[.250]]`.
[[nodiscard]] std::optional<milliseconds> parse_time(std::string_view text);
/// `2026-11-24`, `20261124`, either with ` 03:44[:16[.250]]` or `T`.
[[nodiscard]] std::optional<server_time> parse_datetime(std::string_view text);

} // namespace ssislb::sim::sql
