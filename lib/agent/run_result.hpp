// What a run's history says of job and package.
#pragma once

#include <ssislb/agent/job_history.hpp>
#include <ssislb/model/event.hpp>
#include <ssislb/model/outcome.hpp>

#include <cstdint>
#include <optional>
#include <set>
#include <vector>

namespace ssislb::detail {

/// Numbers of the steps of subsystem SSIS. None: the login may not read the steps.
using package_steps = std::optional<std::set<std::int32_t>>;

/// sysjobhistory.run_status; what is no end is unknown.
[[nodiscard]] outcome to_outcome(std::int32_t run_status) noexcept;

/// The result of the run with these rows (oldest first, the job's row last). Empty rows: unknown.
[[nodiscard]] attempt_result result_of(std::vector<job_history_row> const& rows,
                                       package_steps const& steps);

} // namespace ssislb::detail
