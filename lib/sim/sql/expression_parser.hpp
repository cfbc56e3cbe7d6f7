// Scalar expressions.
#pragma once

#include "sim/sql/syntax.hpp"
#include "sim/sql/token_reader.hpp"

namespace ssislb::sim::sql {

/// With AND, OR, NOT and comparisons, which only IF uses.
[[nodiscard]] expression parse_condition(token_reader&);
[[nodiscard]] expression parse_expression(token_reader&);
/// `nvarchar(20)`.
[[nodiscard]] type_of parse_type_name(token_reader&);

} // namespace ssislb::sim::sql
