// Calls of procedures: faults, names, permissions, arguments, body.
#pragma once

#include "sim/sql/procedure.hpp"
#include "sim/sql/routine.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ssislb::sim::detail {

struct call_result {
    /// None: the call could not begin.
    std::optional<std::int32_t> status;
    /// By position in the call's parameters.
    std::vector<std::pair<std::size_t, sql::output_value>> outputs;
    /// Nothing of the batch runs after the call: the script has cut the connection before it, or
    /// the error is one of those that end the batch.
    bool ends_batch = false;
};

/// Runs the call and appends what it says. Return status and outputs are the caller's to send. All
/// must outlive the routine.
routine<call_result> run_call(world& world, session_state& session, sql::call const& call,
                              sql::response& answer);

/// `Msdb.dbo.sp_start_job` is `sp_start_job`; what cannot be read is taken whole.
[[nodiscard]] std::string plain_name(std::string_view procedure);

} // namespace ssislb::sim::detail
