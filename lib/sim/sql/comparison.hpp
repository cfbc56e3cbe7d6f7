// Comparing values as SQL does: NULL with nothing, and values of two types as the higher of them.
#pragma once

#include "sim/sql/value.hpp"

#include <cstdint>
#include <string_view>

namespace ssislb::sim::detail {

enum class truth : std::uint8_t { no, unknown, yes };

[[nodiscard]] constexpr truth truth_of(bool holds) noexcept {
    return holds ? truth::yes : truth::no;
}
[[nodiscard]] constexpr truth opposite(truth of) noexcept {
    return static_cast<truth>(2 - static_cast<std::uint8_t>(of));
}

/// One of = <> != < <= > >= like. Throws sql_failure (206, 241, 245, 8169) where a value cannot be
/// seen as one of the other's type.
[[nodiscard]] truth compared(std::string_view comparison, sql::value const& left,
                             sql::value const& right);

/// As ORDER BY, MAX and MIN sort values of one column: NULL comes first.
[[nodiscard]] bool sorts_before(sql::value const& left, sql::value const& right);

} // namespace ssislb::sim::detail
