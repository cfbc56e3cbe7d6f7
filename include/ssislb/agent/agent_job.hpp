// A job as sp_help_job shows it.
#pragma once

#include <ssislb/base/guid.hpp>
#include <ssislb/base/time.hpp>
#include <ssislb/model/outcome.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace ssislb {

/// sp_help_job, current_execution_status. A login may meet values that are not listed here.
namespace job_state {
inline constexpr std::int32_t executing = 1;
inline constexpr std::int32_t waiting_for_thread = 2;
inline constexpr std::int32_t between_retries = 3;
/// Also: accepted and not picked up yet, or the Agent does not run.
inline constexpr std::int32_t idle = 4;
inline constexpr std::int32_t suspended = 5;
inline constexpr std::int32_t completing = 7;
} // namespace job_state

/// Values: distinct objects are safe to use from several threads.
struct agent_job {
    guid id;
    std::string name;
    /// False stops schedules only: a request starts the job all the same.
    bool enabled = false;
    /// Without a target server the job cannot be started.
    bool has_target = false;
    bool has_schedule = false;
    bool has_step = false;
    /// 0 no target, 1 local, 2 multi-server.
    std::int32_t type = 0;
    /// One of job_state; 0: not a job of this server.
    std::int32_t execution_status = 0;
    /// `2 (load facts)` while a step runs.
    std::string execution_step;
    std::string owner;
    std::string category;
    std::string description;
    /// When the last run that ended had started; none: never ran, or no target.
    std::optional<server_time> last_run;
    outcome last_run_outcome = outcome::unknown;

    /// A run is under way: executing, waiting for a thread, between retries, completing.
    [[nodiscard]] bool runs() const noexcept;

    bool operator==(agent_job const&) const = default;
};

} // namespace ssislb
