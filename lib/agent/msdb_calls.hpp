// What is sent. Procedures of msdb are documented ones, by their full name, with every parameter by
// name, for the first positional one differs from one to the next. Queries of msdb's tables are for
// logins that may read them.
#pragma once

#include <ssislb/base/guid.hpp>
#include <ssislb/base/time.hpp>
#include <ssislb/tds/request.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace ssislb::detail {

/// Version, name and time of the server, and who it takes us for: needs no right.
[[nodiscard]] tds::batch ask_facts();

/// What the server's clock shows.
[[nodiscard]] tds::batch ask_time();

/// Who the login is, and its roles in msdb, whatever the connection's database is.
[[nodiscard]] tds::batch ask_rights();
/// The instance's services; needs VIEW SERVER STATE.
[[nodiscard]] tds::batch ask_services();

/// All jobs' activity in the newest Agent session.
[[nodiscard]] tds::rpc ask_activity();
/// The same, of which only what a wait needs is kept: it is asked at every poll.
[[nodiscard]] tds::rpc ask_status();
/// Of these jobs only: one call for each.
[[nodiscard]] tds::batch ask_status(std::vector<guid> const& jobs);
/// Both with the server's time, as it was before the rows were read.
[[nodiscard]] tds::batch ask_status_and_time();
[[nodiscard]] tds::batch ask_status_and_time(std::vector<guid> const& jobs);
/// The server's time, its newest Agent session, and the rows of that session that bear a time since
/// then. Needs SELECT on two tables of msdb. The first output is the handle of the statement, which
/// the server keeps as long as the connection lives.
[[nodiscard]] tds::rpc prepare_changes(server_time since);
/// The same by that handle.
[[nodiscard]] tds::rpc ask_changes(std::int32_t prepared, server_time since);

/// What tells one state of some jobs' activity from another: each run that is asked for again,
/// begins or ends changes it. No time of any clock is in it.
struct activity_tally {
    /// Rows that bear a start, rows that bear a stop, and the newest history row of any. At first
    /// unlike all that a server shows.
    std::int32_t begun = -1;
    std::int32_t ended = -1;
    std::int32_t history = -1;
};

/// The server holds its answer back until its newest Agent session or the tally of these jobs is
/// another than what has been seen, or until it has waited long enough.
struct awaited_change {
    std::int32_t session = 0;
    activity_tally seen;
    milliseconds longest_wait{0};
    /// Between two looks.
    milliseconds look{0};
};
/// Then the server's time, its newest session, the tally, and in that session the rows of these
/// jobs, of which there must be one. Needs what ask_changes needs.
[[nodiscard]] tds::batch ask_when_changed(awaited_change const&, std::vector<guid> const& jobs);
/// One job's activity in the session given.
[[nodiscard]] tds::rpc ask_activity(guid const& job, std::int32_t session);

/// All jobs that the login may see.
[[nodiscard]] tds::rpc ask_jobs();
/// Those that are neither idle nor suspended.
[[nodiscard]] tds::rpc ask_busy_jobs();
/// One job. With the aspect the answer is one clean result set.
[[nodiscard]] tds::rpc ask_job(guid const& job);
[[nodiscard]] tds::rpc ask_job(std::string const& name);

[[nodiscard]] tds::rpc ask_history(guid const& job);
/// Of the runs that succeeded, without their steps: how long they took.
[[nodiscard]] tds::rpc ask_lengths(guid const& job);
/// The same of all jobs.
[[nodiscard]] tds::rpc ask_lengths();
[[nodiscard]] tds::rpc ask_steps(guid const& job);
/// When the job ran last, on this server.
[[nodiscard]] tds::rpc ask_last_run(guid const& job);

[[nodiscard]] tds::rpc start_job(guid const& job);
[[nodiscard]] tds::rpc stop_job(guid const& job);

} // namespace ssislb::detail
