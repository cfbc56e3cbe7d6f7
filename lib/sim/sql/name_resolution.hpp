// Which column of which table each name of a query means.
#pragma once

#include "sim/sql/syntax.hpp"

#include <vector>

namespace ssislb::sim::sql {

/// Finds the places of columns and aggregates, and writes out `*`. As the server compiles a batch
/// whole, a name that is wrong stops it before anything runs: throws syntax_error with 108, 116,
/// 141, 147, 207, 209, 263, 1011, 4104 or 8120. A query of a table that does not exist is left as
/// it is.
void resolve_names(std::vector<statement>& statements);

} // namespace ssislb::sim::sql
