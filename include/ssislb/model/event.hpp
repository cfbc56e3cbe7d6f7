// What happens in a run. Events are facts: they go into the journal, then to the scheduler.
#pragma once

#include <ssislb/base/diagnostics.hpp>
#include <ssislb/base/error_code.hpp>
#include <ssislb/base/guid.hpp>
#include <ssislb/base/time.hpp>
#include <ssislb/model/ids.hpp>
#include <ssislb/model/outcome.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace ssislb {

/// A job's activity as a server showed it (sp_help_jobactivity): what a wait compares with.
struct job_mark {
    guid job;
    /// Agent session; none: the login sees no activity of the job.
    std::optional<std::int32_t> session;
    std::optional<server_time> run_requested;
    /// sysjobhistory.instance_id of the newest row known; 0: none.
    std::int32_t history = 0;
    /// The server's clock when the mark was made, nearly; none: not known.
    std::optional<server_time> taken_at{};

    bool operator==(job_mark const&) const = default;
};

/// Why a start did not happen.
enum class refusal : std::uint8_t {
    /// The job runs already, or another start is pending: a slot must be waited for.
    busy,
    /// The Agent does not run there, or is still starting.
    agent_down,
    /// The connection was lost before the request was sent.
    not_sent,
    /// It would be refused again: the job is missing, suspended or not targeted there, the login
    /// may not start it, or an error that is not known to pass.
    not_eligible,
    /// A passing trouble of the server (deadlock, lack of memory).
    transient,
};

[[nodiscard]] std::string_view to_string(refusal) noexcept;

/// What became of an attempt that was started: three answers to three questions.
struct attempt_result {
    /// What the job did; unknown when it cannot be told.
    outcome job = outcome::unknown;
    /// What the package (its SSIS steps) did. When it cannot be read which steps are packages, any
    /// step that failed counts.
    outcome package = outcome::unknown;
    /// Name of the first failed step, empty if none.
    std::string failed_step;
    /// The server's message of that step, else of the job.
    std::string message;
    /// As the server tells them; none: not known.
    std::optional<server_time> started;
    std::optional<milliseconds> duration;

    bool operator==(attempt_result const&) const = default;
};

/// How long a task's job took on a server: runs that succeeded, by its history.
struct past_length {
    task_id task{};
    /// Above 0.
    milliseconds median{0};
    /// Standard deviation of the logarithm.
    double spread = 0;
    /// At least 1.
    std::uint32_t runs = 1;

    bool operator==(past_length const&) const = default;
};

namespace event {

/// The run begins.
struct run_started {};

/// Another process goes on with the run. Nothing is known of any server, and nobody waits for the
/// attempts that live: those that were intended may have been started, the others were not.
struct run_resumed {};

/// Connected, Agent asked: the server takes work (again).
struct server_up {
    server_id server{};
};

/// The connection is lost or was never made; `final`: no further try.
struct server_down {
    server_id server{};
    error_code reason;
    std::string text;
    bool final = false;
};

/// The server cannot run the jobs of these tasks, all for one reason: missing, ambiguous, not
/// targeted there.
struct tasks_barred {
    server_id server{};
    std::vector<task_id> tasks;
    error_code reason;
};

/// What the server's history tells of the lengths of jobs: the estimates follow it.
struct history_read {
    server_id server{};
    std::vector<past_length> lengths;
};

/// The server takes no new work, finishes what runs; undrained: takes work again.
struct server_drained {
    server_id server{};
};
struct server_undrained {
    server_id server{};
};

/// The server has so many slots from now on; above 0. Where more are held nothing is stopped.
struct server_limited {
    server_id server{};
    std::uint32_t max_jobs = 1;
};

/// So many jobs run there that are not ours.
struct foreign_load {
    server_id server{};
    std::uint32_t jobs = 0;
};

/// Jobs wait for worker threads there, so many of ours among them.
struct threads_short {
    server_id server{};
    std::uint32_t waiting = 0;
};

/// The task shall start no job (any more), as if the plan said `enabled = false`.
struct task_skip_requested {
    task_id task{};
};

/// Nothing is started from now on, what runs goes on; continued: starts happen again.
struct run_paused {};
struct run_continued {};

/// The scheduler has decided to start the task's job there, and a slot is taken.
struct start_decided {
    attempt_id attempt;
    server_id server{};
};

/// sp_start_job is about to be sent. Written before it is.
struct start_intended {
    attempt_id attempt;
    server_id server{};
    job_mark before;
};

/// The Agent has accepted the request (14243), or a look at the activity has proved it.
struct start_accepted {
    attempt_id attempt;
};

/// The start did not happen; the attempt is as if it had never been.
struct start_refused {
    attempt_id attempt;
    refusal why = refusal::transient;
    error_code reason;
    std::string text;
};

/// The start was sent, its answer was lost.
struct start_in_doubt {
    attempt_id attempt;
};

/// What was taken for the attempt's run is somebody else's, so the start did not happen. The
/// attempt is as if it had never been.
struct start_disproved {
    attempt_id attempt;
    std::string text;
};

/// The job was picked up.
struct job_started {
    attempt_id attempt;
    server_time at;
};

/// The job has ended. Also after a stop.
struct job_finished {
    attempt_id attempt;
    attempt_result result;
    /// The end was seen at most so long after it came, in the plan's time.
    milliseconds detection_delay{0};
};

/// It will never be known how the attempt ended: Agent restarted, server lost, history gone.
struct attempt_lost {
    attempt_id attempt;
    error_code reason;
    std::string text;
};

/// Somebody wants the run to end: first nothing more is started, then our jobs are stopped.
struct cancel_requested {
    bool stop_jobs = false;
};

/// Time has passed, nothing else has happened.
struct tick {};

} // namespace event

using run_event =
    std::variant<event::run_started, event::run_resumed, event::server_up, event::server_down, event::tasks_barred,
                 event::history_read, event::server_drained, event::server_undrained,
                 event::server_limited, event::foreign_load, event::threads_short,
                 event::task_skip_requested, event::run_paused, event::run_continued,
                 event::start_decided, event::start_intended, event::start_accepted,
                 event::start_refused, event::start_in_doubt, event::start_disproved,
                 event::job_started, event::job_finished, event::attempt_lost,
                 event::cancel_requested, event::tick>;

/// An event and its instant.
struct timed_event {
    timestamp at;
    run_event what;
};

} // namespace ssislb
