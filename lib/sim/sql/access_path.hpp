// How a query comes to the rows of a table without looking at all of them.
#pragma once

#include "sim/sql/evaluator.hpp"
#include "sim/sql/scan_bounds.hpp"
#include "sim/sql/syntax.hpp"

#include <cstddef>

namespace ssislb::sim::detail {

/// From what WHERE and ON say of the columns of a table, as far as it follows from constants,
/// variables and the rows of the tables before it.
[[nodiscard]] scan_bounds bounds_of_source(sql::select_statement const& select, std::size_t source,
                                           evaluator const& here);

} // namespace ssislb::sim::detail
