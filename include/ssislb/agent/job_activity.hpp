// What a job does or did last in an Agent session: one row of sp_help_jobactivity.
#pragma once

#include <ssislb/base/guid.hpp>
#include <ssislb/base/time.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace ssislb {

/// Values: distinct objects are safe to use from several threads. None is NULL.
struct job_activity {
    /// A new one begins whenever the Agent service starts.
    std::int32_t session = 0;
    guid job;
    std::string job_name;
    std::optional<server_time> run_requested;
    /// 1 schedule, 2 alert, 3 start-up, 4 user, 6 idle.
    std::string run_requested_source;
    std::optional<server_time> queued;
    std::optional<server_time> started;
    std::optional<std::int32_t> last_executed_step;
    std::optional<server_time> last_executed_step_at;
    std::optional<server_time> stopped;
    std::optional<server_time> next_scheduled_run;
    /// sysjobhistory.instance_id of the job's row of the last run that ended.
    std::optional<std::int32_t> history;
    /// Joined from that row: none while the job runs, and again once the row is trimmed.
    std::optional<std::int32_t> run_status;
    std::string message;

    bool operator==(job_activity const&) const = default;
};

} // namespace ssislb
