// One value of SQL Server, as a column, a parameter or an output carries it.
#pragma once

#include <ssislb/base/guid.hpp>
#include <ssislb/base/time.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace ssislb::tds {

struct null_t {
    auto operator<=>(null_t const&) const = default;
};

using binary = std::vector<std::byte>;

/// A value and its kind. How SQL Server's types arrive:
///
///   | type                                       | alternative                              |
///   |--------------------------------------------|------------------------------------------|
///   | NULL of any type                           | null_t                                   |
///   | bit                                        | bool                                     |
///   | tinyint, smallint, int, bigint             | std::int64_t                             |
///   | real, float                                | double                                   |
///   | char, varchar, text and their national kin | std::string, UTF-8                       |
///   | uniqueidentifier                           | guid                                     |
///   | date, datetime, smalldatetime, datetime2   | server_time, cut to whole milliseconds   |
///   | binary, varbinary, image                   | binary                                   |
///   | money, decimal, time, datetimeoffset       | std::string, as FreeTDS writes them      |
///
/// Thread safety: distinct objects are safe, a shared const object is safe.
using value =
    std::variant<null_t, bool, std::int64_t, double, std::string, guid, server_time, binary>;

[[nodiscard]] inline bool is_null(value const& content) noexcept {
    return std::holds_alternative<null_t>(content);
}

} // namespace ssislb::tds
