// A job of a simulated Agent: its steps, and how they go.
#pragma once

#include <ssislb/base/guid.hpp>
#include <ssislb/base/time.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ssislb::sim {

/// How a step, and with it perhaps the job, ends.
enum class run_end : std::uint8_t {
    failed,
    succeeded,
    canceled,
    /// The Agent or the server died under the run.
    lost,
};

/// What follows a step (sp_add_jobstep: @on_success_action, @on_fail_action).
enum class step_action : std::uint8_t {
    quit_with_success = 1,
    quit_with_failure = 2,
    next_step = 3,
    go_to_step = 4,
};

/// What sp_add_jobstep takes and sp_help_jobstep shows, and nothing acts upon. Empty is NULL.
struct step_details {
    std::int32_t flags = 0;
    std::int32_t cmdexec_success_code = 0;
    std::int32_t os_run_priority = 0;
    std::string server{};
    /// Of a TSQL step: `master` unless it is said.
    std::string database_name{};
    std::string database_user_name{};
    std::string output_file_name{};
    std::string additional_parameters{};
};

struct step_spec {
    std::string name = "run package";
    /// As sp_help_jobstep shows it: SSIS, TSQL, CmdExec, ...
    std::string subsystem = "SSIS";
    /// An SSIS step with /ISSERVER and without SYNCHRONIZED ends as soon as it has started its
    /// execution, whatever `duration` says; the execution goes on in the catalog.
    std::string command{};
    /// At speed 1.0, in the server's time.
    milliseconds duration{1000};
    /// succeeded, failed or canceled.
    run_end ends = run_end::succeeded;
    /// Only the first so many executions of the step, retries included, end as `ends`; the others
    /// succeed. 0: all of them.
    std::uint32_t fail_attempts = 0;
    /// Counts the executions. Steps on several servers that share one counter share their
    /// `fail_attempts` too; none: the job counts for itself.
    std::shared_ptr<std::atomic<std::uint32_t>> executions{};
    step_action on_success = step_action::quit_with_success;
    std::int32_t on_success_step = 0;
    step_action on_fail = step_action::quit_with_failure;
    std::int32_t on_fail_step = 0;
    std::int32_t retry_attempts = 0;
    std::chrono::minutes retry_interval{0};
    /// What the step writes into its history row.
    std::string output{};
    std::optional<std::int32_t> proxy_id{};
    step_details details{};
};

struct job_spec {
    std::string name{};
    /// None: made from the names of server and job, the same in every process.
    std::optional<guid> id{};
    std::string owner = "sa";
    /// False stops schedules only; sp_start_job starts the job all the same.
    bool enabled = true;
    /// Has a row in sysjobservers; without one a start is refused (14256).
    bool targeted = true;
    /// Belongs to a master server (MSX): only sysadmin starts it (14397), which is passed on to its
    /// target servers and runs nothing here.
    bool multi_server = false;
    /// A step's subsystem failed to load: a start is refused (22022).
    bool suspended = false;
    bool scheduled = false;
    std::string category = "[Uncategorized (Local)]";
    std::string description = "No description available.";
    std::int32_t start_step = 1;
    std::vector<step_spec> steps{};
    /// After which end the job deletes itself, its history and all: 0 never, 1 success, 2 failure,
    /// 3 always.
    std::int32_t delete_level = 0;
};

} // namespace ssislb::sim
