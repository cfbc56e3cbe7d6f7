// Error codes by origin. Each enumerator says the cause, and what the caller may do.
#pragma once

#include <ssislb/base/error_code.hpp>

namespace ssislb {

/// Trouble of a connection to a server, found on this side of the wire.
enum class client_errc {
    /// Another operation is outstanding on the object; wait for it.
    operation_in_progress = 1,
    /// The connection was never made, or is dead; connect again.
    not_connected,
    /// The deadline passed before the answer was complete; the connection is dead.
    timed_out,
    /// The connection ended while a request was outstanding; whether it ran is not known. Or it
    /// ended during a login without encryption, for which the server gave no reason.
    connection_lost,
    /// The server said no to the login; its messages are in the diagnostics.
    login_failed,
    /// The connection ended during encryption or login, and the server gave no reason: an
    /// untrusted certificate, a host name that is not in it, or encryption refused.
    tls_or_login_failed,
    /// The host name could not be resolved.
    host_not_found,
    /// Nothing listens at the address; check host and port, and that SQL Server runs.
    connection_refused,
    /// The answer breaks the protocol or has an unexpected shape.
    protocol_violation,
    /// The answer passed the limit of rows or bytes set for the call.
    result_too_large,
    /// A value cannot be sent or stands where none may stand; nothing was sent.
    invalid_argument,
    /// The runtime's threads or file descriptors are used up.
    out_of_resources,
};

/// What SQL Server Agent refused or what became of a request to it.
enum class agent_errc {
    /// No such job, or the login may not see it (14262).
    job_not_found = 1,
    /// Two or more jobs have the name (14293); give the job's id.
    job_ambiguous,
    /// The job has no target server (14256); call sp_add_jobserver.
    job_not_targeted,
    /// The job runs already; wait until it has ended (22022).
    job_already_running,
    /// Somebody else's start has been accepted and is not picked up yet (22022).
    job_start_pending,
    /// A step's subsystem failed to load (22022); mend the job on that server.
    job_suspended,
    /// The job to stop does not run (22022).
    job_not_running,
    /// The Agent service does not run (22022); start it, or use another server.
    agent_not_running,
    /// The Agent service is starting (14258); try again later.
    agent_starting,
    /// The Agent refused for a reason that its state does not tell.
    start_refused,
    /// The start was sent, its answer was lost: confirm before anything is started.
    start_in_doubt,
    /// A new Agent session began during the wait: the run is lost.
    agent_restarted,
    /// The job ended, but its history row is gone; its outcome cannot be known.
    outcome_lost,
    /// The start was in doubt, and the run that was taken for ours was invoked by somebody else:
    /// the
    /// start did not happen, and may be tried again.
    not_our_run,
};

/// A plan file that cannot be used.
enum class plan_errc {
    file_not_found = 1,
    file_unreadable,
    invalid,
};

/// A journal that cannot be used.
enum class journal_errc {
    /// An event could not be written; nothing more is started.
    not_writable = 1,
    /// There is no such file.
    file_not_found,
    /// It cannot be opened, or no file can be made there: permissions, a folder, a full disk.
    not_accessible,
    /// The file is something else than a journal; it was left alone.
    no_journal,
    /// A later version has made it; it was left alone.
    newer_version,
    /// What it holds cannot be read.
    damaged,
    /// Another program has locked it.
    locked,
    /// It has no such run.
    no_such_run,
    /// A living process carries the run on.
    in_use,
};

/// What somebody wanted of a run under way, and cannot have.
enum class run_errc {
    /// The run has not begun; start it first.
    not_started = 1,
    /// The run is over; nothing can be changed any more.
    is_over,
    /// The parent package has no such server.
    no_such_server,
    /// The parent package has no such task.
    no_such_task,
    /// A server has at least one slot and at most 1000; drain it where nothing shall start there.
    slots_out_of_range,
    /// The task's job runs or is being started; wait for its end, or cancel the run.
    task_is_running,
    /// The task has its final outcome already.
    task_is_settled,
};

[[nodiscard]] error_category const& client_category() noexcept;
[[nodiscard]] error_category const& agent_category() noexcept;
[[nodiscard]] error_category const& plan_category() noexcept;
[[nodiscard]] error_category const& journal_category() noexcept;
[[nodiscard]] error_category const& run_category() noexcept;

[[nodiscard]] error_code make_error_code(client_errc) noexcept;
[[nodiscard]] error_code make_error_code(agent_errc) noexcept;
[[nodiscard]] error_code make_error_code(plan_errc) noexcept;
[[nodiscard]] error_code make_error_code(journal_errc) noexcept;
[[nodiscard]] error_code make_error_code(run_errc) noexcept;

} // namespace ssislb

namespace boost::system {

template <>
struct is_error_code_enum<ssislb::client_errc> : std::true_type {};
template <>
struct is_error_code_enum<ssislb::agent_errc> : std::true_type {};
template <>
struct is_error_code_enum<ssislb::plan_errc> : std::true_type {};
template <>
struct is_error_code_enum<ssislb::journal_errc> : std::true_type {};
template <>
struct is_error_code_enum<ssislb::run_errc> : std::true_type {};

} // namespace boost::system
