// Bytes of a cell, as db-lib hands them out, to a value.
#pragma once

#include "tds/wire_type.hpp"

#include <ssislb/tds/result.hpp>
#include <ssislb/tds/value.hpp>

#include <cstddef>
#include <optional>
#include <span>

namespace ssislb::tds::detail {

/// Puts the cell's content into the set. False for a type that has no alternative in value (money,
/// decimal, time ...), and for bytes that do not fit the type; nothing is added then.
[[nodiscard]] bool decode(wire_type type, std::span<std::byte const> bytes, row_set& into);

/// Nothing for a type that has no alternative in value (money, decimal, time ...), and for bytes
/// that do not fit the type.
[[nodiscard]] std::optional<value> decode(wire_type type, std::span<std::byte const> bytes);

} // namespace ssislb::tds::detail
