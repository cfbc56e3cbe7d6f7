// Runs the statements of a batch, and sp_executesql.
#pragma once

#include "sim/sql/dispatcher.hpp"
#include "sim/sql/evaluator.hpp"
#include "sim/sql/request.hpp"
#include "sim/sql/response.hpp"
#include "sim/sql/routine.hpp"

#include <string_view>

namespace ssislb::sim::detail {

// Everything that is handed over by reference must outlive the routine.

/// False: a call in it has ended the batch.
routine<bool> run_batch(world& world, session_state& session, sql::batch const& batch,
                        sql::response& answer);

/// The statements of a text with variables that are there already. Nested: a return status inside
/// it is nobody's. False: a call in it has ended the whole batch.
routine<bool> run_text(world& world, session_state& session, std::string_view text,
                       variable_table& variables, sql::response& answer);

/// @stmt, @params, and the values of those.
routine<call_result> run_executesql(world& world, session_state& session, sql::call const& call,
                                    sql::response& answer);

} // namespace ssislb::sim::detail
