// One row of a job's history: sp_help_jobhistory, @mode = 'FULL'.
#pragma once

#include <ssislb/base/guid.hpp>
#include <ssislb/base/time.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace ssislb {

/// sysjobhistory.run_status.
namespace run_status {
inline constexpr std::int32_t failed = 0;
inline constexpr std::int32_t succeeded = 1;
/// Of a step only: it failed and is tried again.
inline constexpr std::int32_t retry = 2;
inline constexpr std::int32_t canceled = 3;
inline constexpr std::int32_t in_progress = 4;
} // namespace run_status

/// Values: distinct objects are safe to use from several threads.
struct job_history_row {
    /// Grows over the whole server, so it orders the rows.
    std::int32_t instance_id = 0;
    guid job;
    std::string job_name;
    /// 0: the outcome of the job.
    std::int32_t step = 0;
    std::string step_name;
    std::int32_t sql_message = 0;
    std::int32_t sql_severity = 0;
    /// The server's own text, possibly localised and cut.
    std::string message;
    /// One of run_status; 5 is unknown.
    std::int32_t status = 5;
    /// When the job or the step began (run_date, run_time): whole seconds. None: never.
    std::optional<server_time> started;
    milliseconds duration{0};
    std::int32_t retries = 0;
    std::string server;

    [[nodiscard]] bool is_job_outcome() const noexcept { return step == 0; }

    bool operator==(job_history_row const&) const = default;
};

} // namespace ssislb
