// Queries: SELECT, and what stands behind it.
#pragma once

#include "sim/sql/syntax.hpp"
#include "sim/sql/token_reader.hpp"

namespace ssislb::sim::sql {

/// Behind SELECT. Names are not looked up yet. Clauses that this server does not know are refused
/// (40517); of a table that does not exist they do not matter.
[[nodiscard]] select_statement parse_select(token_reader&);

/// From SELECT on: an expression of kind subquery.
[[nodiscard]] expression parse_subquery(token_reader&);

} // namespace ssislb::sim::sql
