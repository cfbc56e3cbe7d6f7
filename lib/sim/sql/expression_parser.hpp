// Expressions: scalars and conditions.
#pragma once

#include "sim/sql/syntax.hpp"
#include "sim/sql/token_reader.hpp"

namespace ssislb::sim::sql {

/// AND, OR, NOT and what they join; a scalar is refused (4145).
[[nodiscard]] expression parse_condition(token_reader&);
/// A scalar; a condition is refused.
[[nodiscard]] expression parse_expression(token_reader&);
/// Digits, with or without a point.
[[nodiscard]] expression parse_number(token_reader&);
/// `nvarchar(20)`.
[[nodiscard]] type_of parse_type_name(token_reader&);

} // namespace ssislb::sim::sql
