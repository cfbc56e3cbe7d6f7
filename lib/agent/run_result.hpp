// What a run's history says of job and package.
#pragma once

#include <ssislb/agent/job_history.hpp>
#include <ssislb/model/event.hpp>
#include <ssislb/model/outcome.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ssislb::detail {

/// A step of subsystem SSIS and how it ended when it ran last (sp_help_jobstep).
struct package_step {
    std::int32_t number = 0;
    std::string name;
    outcome last = outcome::unknown;
    /// Whole seconds; none: never.
    std::optional<server_time> started;
};

/// None: the login may not read the steps.
using package_steps = std::optional<std::vector<package_step>>;

/// sysjobhistory.run_status; what is no end is unknown.
[[nodiscard]] outcome to_outcome(std::int32_t run_status) noexcept;

/// Whether the rows go back to the run's first step. Trimming takes the oldest rows first.
[[nodiscard]] bool is_whole(std::vector<job_history_row> const& rows) noexcept;

/// Steps whose rows are trimmed may have failed: how they ended when they ran last tells, if that
/// was in this run.
void add_trimmed_steps(attempt_result&, package_steps const&);

/// The result of the run with these rows (oldest first, the job's row last). Empty rows: unknown.
[[nodiscard]] attempt_result result_of(std::vector<job_history_row> const& rows,
                                       package_steps const& steps);

} // namespace ssislb::detail
