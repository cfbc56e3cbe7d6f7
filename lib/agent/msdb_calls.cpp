#include "agent/msdb_calls.hpp"

#include <ssislb/agent/job_history.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <string_view>
#include <utility>

namespace ssislb::detail {
namespace {

using namespace std::string_view_literals;

/// What a wait needs.
constexpr std::array status_columns{
    "session_id"sv,          "job_id"sv,         "run_requested_date"sv, "start_execution_date"sv,
    "stop_execution_date"sv, "job_history_id"sv, "run_status"sv,         "message"sv};

constexpr auto status_and_time_columns = [] {
    std::array<std::string_view, status_columns.size() + 1> all{"server_time"sv};
    std::ranges::copy(status_columns, all.begin() + 1);
    return all;
}();

constexpr std::array job_columns{"job_id"sv,
                                 "name"sv,
                                 "enabled"sv,
                                 "has_target"sv,
                                 "has_schedule"sv,
                                 "has_step"sv,
                                 "type"sv,
                                 "current_execution_status"sv,
                                 "current_execution_step"sv,
                                 "owner"sv,
                                 "category"sv,
                                 "description"sv,
                                 "last_run_date"sv,
                                 "last_run_time"sv,
                                 "last_run_outcome"sv};

tds::rpc help_jobhistory() {
    return tds::rpc("msdb.dbo.sp_help_jobhistory").in("@mode", "FULL");
}

tds::rpc help_job() {
    tds::rpc question("msdb.dbo.sp_help_job");
    question.columns = job_columns;
    return question;
}

/// As WAITFOR DELAY reads it: `00:00:00.250`.
std::string delay_text(milliseconds length) {
    std::chrono::hh_mm_ss const parts(length);
    auto const digits = [](auto count, std::size_t width) {
        auto const text = std::to_string(count);
        return std::string(width - std::min(width, text.size()), '0') + text;
    };
    return digits(parts.hours().count(), 2) + ":" + digits(parts.minutes().count(), 2) + ":" +
           digits(parts.seconds().count(), 2) + "." + digits(parts.subseconds().count(), 3);
}

} // namespace

tds::batch ask_facts() {
    return tds::batch("SELECT CAST(SERVERPROPERTY('ProductVersion') AS nvarchar(128)) AS "
                      "product_version, @@SERVERNAME AS server_name, GETDATE() AS server_time, "
                      "SUSER_SNAME() AS login_name, "
                      "HAS_PERMS_BY_NAME('msdb.dbo.sysjobactivity', 'OBJECT', 'SELECT') AS "
                      "reads_activity, "
                      "HAS_PERMS_BY_NAME('msdb.dbo.syssessions', 'OBJECT', 'SELECT') AS "
                      "reads_sessions");
}

tds::batch ask_time() {
    return tds::batch("SELECT GETDATE() AS server_time");
}

tds::batch ask_rights() {
    return tds::batch("EXEC msdb.sys.sp_executesql N'SELECT SUSER_SNAME() AS login_name, "
                      "IS_SRVROLEMEMBER(N''sysadmin'') AS sysadmin, "
                      "IS_MEMBER(N''SQLAgentOperatorRole'') AS operator_role, "
                      "IS_MEMBER(N''SQLAgentReaderRole'') AS reader_role, "
                      "IS_MEMBER(N''SQLAgentUserRole'') AS user_role'");
}

tds::batch ask_services() {
    return tds::batch("SELECT servicename, status FROM sys.dm_server_services");
}

tds::rpc ask_activity() {
    return tds::rpc("msdb.dbo.sp_help_jobactivity");
}

tds::rpc ask_status() {
    auto question = ask_activity();
    question.columns = status_columns;
    return question;
}

tds::batch ask_status(std::vector<guid> const& jobs) {
    tds::batch question;
    for (auto const& job : jobs)
        question.sql += "EXEC msdb.dbo.sp_help_jobactivity @job_id = '" + to_string(job) + "'\n";
    question.columns = status_columns;
    return question;
}

namespace {

tds::batch with_time(std::string const& calls) {
    tds::batch question("SELECT GETDATE() AS server_time\n" + calls);
    question.columns = status_and_time_columns;
    return question;
}

} // namespace

tds::batch ask_status_and_time() {
    return with_time("EXEC msdb.dbo.sp_help_jobactivity\n");
}

tds::batch ask_status_and_time(std::vector<guid> const& jobs) {
    return with_time(ask_status(jobs).sql);
}

namespace {

constexpr std::array changes_columns{
    "server_time"sv,        "newest_session"sv,       "session_id"sv,          "job_id"sv,
    "run_requested_date"sv, "start_execution_date"sv, "stop_execution_date"sv, "job_history_id"sv};

/// Mostly there is no such row; then the second set is not even described.
std::string changes_statement() {
    std::string const changed =
        " FROM msdb.dbo.sysjobactivity "
        "WHERE session_id = (SELECT MAX(session_id) FROM msdb.dbo.syssessions) "
        "AND (run_requested_date >= @since OR start_execution_date >= @since "
        "OR stop_execution_date >= @since)";
    return "SELECT GETDATE() AS server_time, MAX(session_id) AS newest_session "
           "FROM msdb.dbo.syssessions; "
           "IF EXISTS (SELECT *" +
           changed +
           ") SELECT session_id, job_id, run_requested_date, start_execution_date, "
           "stop_execution_date, job_history_id" +
           changed;
}

} // namespace

tds::rpc prepare_changes(server_time since) {
    auto question = tds::rpc("sp_prepexec")
                        .out("", tds::output_type::integer)
                        .in("", "@since datetime")
                        .in("", changes_statement())
                        .in("", since);
    question.columns = changes_columns;
    return question;
}

tds::rpc ask_changes(std::int32_t prepared, server_time since) {
    auto question = tds::rpc("sp_execute").in("", std::int64_t{prepared}).in("", since);
    question.columns = changes_columns;
    return question;
}

/// No count of a look's rows, and no warning of the NULLs among them: what a statement says would
/// in the end fill a packet, which the server would send before it has an answer.
///
/// The bound is UTC: the server's own time stands still for an hour in autumn.
constexpr std::string_view begin_to_wait =
    "SET NOCOUNT ON; SET ANSI_WARNINGS OFF; "
    "DECLARE @until datetime, @newest int, @begun_now int, @ended_now int, @history_now int; "
    "SET @until = DATEADD(ms, @longest, GETUTCDATE()); "
    "WHILE 1 = 1 BEGIN "
    "SELECT @newest = MAX(session_id) FROM msdb.dbo.syssessions; "
    "SELECT @begun_now = COUNT(start_execution_date), @ended_now = COUNT(stop_execution_date), "
    "@history_now = ISNULL(MAX(job_history_id), 0) FROM msdb.dbo.sysjobactivity";
constexpr std::string_view until_changed =
    "; IF @newest <> @session OR @begun_now <> @begun OR @ended_now <> @ended "
    "OR @history_now <> @history OR GETUTCDATE() >= @until BREAK; "
    "WAITFOR DELAY @look END; "
    "SELECT GETDATE() AS server_time, @newest AS newest_session, @begun_now AS begun, "
    "@ended_now AS ended, @history_now AS history; "
    "SELECT session_id, job_id, run_requested_date, start_execution_date, stop_execution_date, "
    "job_history_id FROM msdb.dbo.sysjobactivity";

tds::batch ask_when_changed(awaited_change const& of, std::vector<guid> const& jobs) {
    static constexpr std::array columns{"server_time"sv,
                                        "newest_session"sv,
                                        "begun"sv,
                                        "ended"sv,
                                        "history"sv,
                                        "session_id"sv,
                                        "job_id"sv,
                                        "run_requested_date"sv,
                                        "start_execution_date"sv,
                                        "stop_execution_date"sv,
                                        "job_history_id"sv};
    std::string of_these = " WHERE session_id = @newest AND job_id IN (";
    for (auto const& job : jobs)
        of_these += (&job == &jobs.front() ? "'" : ", '") + to_string(job) + "'";
    of_these += ")";
    auto const text = std::string(begin_to_wait).append(of_these).append(until_changed) + of_these;
    tds::batch question("EXEC msdb.sys.sp_executesql " + tds::quoted(text) +
                        ", N'@session int, @begun int, @ended int, @history int, @longest int, "
                        "@look varchar(12)', @session = " +
                        std::to_string(of.session) + ", @begun = " + std::to_string(of.seen.begun) +
                        ", @ended = " + std::to_string(of.seen.ended) +
                        ", @history = " + std::to_string(of.seen.history) +
                        ", @longest = " + std::to_string(of.longest_wait.count()) + ", @look = '" +
                        delay_text(of.look) + "'");
    question.columns = columns;
    return question;
}

tds::rpc ask_activity(guid const& job, std::int32_t session) {
    return tds::rpc("msdb.dbo.sp_help_jobactivity")
        .in("@job_id", job)
        .in("@session_id", std::int64_t{session});
}

tds::rpc ask_jobs() {
    return help_job();
}

tds::rpc ask_busy_jobs() {
    return help_job().in("@execution_status", std::int64_t{0});
}

tds::rpc ask_job(guid const& job) {
    return help_job().in("@job_id", job).in("@job_aspect", "JOB");
}

tds::rpc ask_job(std::string const& name) {
    return help_job().in("@job_name", name).in("@job_aspect", "JOB");
}

tds::rpc ask_history(guid const& job) {
    return help_jobhistory().in("@job_id", job);
}

tds::rpc ask_lengths(guid const& job) {
    return ask_lengths().in("@job_id", job);
}

tds::rpc ask_lengths() {
    return help_jobhistory()
        .in("@step_id", std::int64_t{0})
        .in("@run_status", std::int64_t{run_status::succeeded});
}

tds::rpc ask_steps(guid const& job) {
    return tds::rpc("msdb.dbo.sp_help_jobstep").in("@job_id", job);
}

tds::rpc ask_last_run(guid const& job) {
    return tds::rpc("msdb.dbo.sp_help_jobserver")
        .in("@job_id", job)
        .in("@show_last_run_details", std::int64_t{1});
}

tds::rpc start_job(guid const& job) {
    return tds::rpc("msdb.dbo.sp_start_job").in("@job_id", job);
}

tds::rpc stop_job(guid const& job) {
    return tds::rpc("msdb.dbo.sp_stop_job").in("@job_id", job);
}

} // namespace ssislb::detail
