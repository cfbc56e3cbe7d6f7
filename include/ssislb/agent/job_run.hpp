// How one run of a job ended, and how that is known.
#pragma once

#include <ssislb/agent/job_history.hpp>
#include <ssislb/base/time.hpp>
#include <ssislb/model/event.hpp>

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace ssislb {

/// Where the job's outcome was read.
enum class outcome_evidence : std::uint8_t {
    /// The run's own row of sysjobhistory.
    history,
    /// sp_help_jobactivity: the row had been trimmed before it could be read in full.
    activity,
    /// sp_help_jobserver or sp_help_job, last_run_*, whose time is the run's.
    last_run,
};

[[nodiscard]] std::string_view to_string(outcome_evidence) noexcept;

/// Values: distinct objects are safe to use from several threads.
struct job_run {
    /// What was known before the start.
    job_mark before;
    attempt_result result;
    outcome_evidence evidence = outcome_evidence::history;
    /// sysjobhistory.instance_id of the job's row; 0: the row is gone.
    std::int32_t history = 0;
    /// As sp_help_jobactivity showed it; none: another run had begun before we looked.
    std::optional<server_time> requested;
    std::optional<server_time> stopped;
    /// The end was seen at most so long after it came: counted from the last status that showed the
    /// run not over to the answer that told its outcome. Servers tell times in whole seconds, so
    /// no closer bound is known. None: no status had shown the run before it ended.
    std::optional<milliseconds> detection_delay;
    /// The run's history, oldest first: the steps' rows, then the job's. Empty when trimmed.
    std::vector<job_history_row> rows;
};

} // namespace ssislb
