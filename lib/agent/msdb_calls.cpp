#include "agent/msdb_calls.hpp"

#include <ssislb/agent/job_history.hpp>

#include <array>
#include <string_view>
#include <utility>

namespace ssislb::detail {
namespace {

using namespace std::string_view_literals;

/// What a wait needs.
constexpr std::array status_columns{
    "session_id"sv,          "job_id"sv,         "run_requested_date"sv, "start_execution_date"sv,
    "stop_execution_date"sv, "job_history_id"sv, "run_status"sv,         "message"sv};

} // namespace

tds::batch ask_facts() {
    return tds::batch("SELECT CAST(SERVERPROPERTY('ProductVersion') AS nvarchar(128)) AS "
                      "product_version, @@SERVERNAME AS server_name, GETDATE() AS server_time, "
                      "HAS_PERMS_BY_NAME('msdb.dbo.sysjobactivity', 'OBJECT', 'SELECT') AS "
                      "reads_activity, "
                      "HAS_PERMS_BY_NAME('msdb.dbo.syssessions', 'OBJECT', 'SELECT') AS "
                      "reads_sessions");
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

tds::rpc ask_changes(server_time since) {
    static constexpr std::array columns{"server_time"sv,         "newest_session"sv,
                                        "session_id"sv,          "job_id"sv,
                                        "run_requested_date"sv,  "start_execution_date"sv,
                                        "stop_execution_date"sv, "job_history_id"sv};
    constexpr auto changes =
        "SELECT GETDATE() AS server_time, MAX(session_id) AS newest_session "
        "FROM msdb.dbo.syssessions; "
        "SELECT session_id, job_id, run_requested_date, start_execution_date, "
        "stop_execution_date, job_history_id FROM msdb.dbo.sysjobactivity "
        "WHERE session_id = (SELECT MAX(session_id) FROM msdb.dbo.syssessions) "
        "AND (run_requested_date >= @since OR start_execution_date >= @since "
        "OR stop_execution_date >= @since)";
    auto question = tds::rpc("msdb.sys.sp_executesql")
                        .in("@stmt", changes)
                        .in("@params", "@since datetime")
                        .in("@since", since);
    question.columns = columns;
    return question;
}

tds::rpc ask_activity(guid const& job, std::int32_t session) {
    return tds::rpc("msdb.dbo.sp_help_jobactivity")
        .in("@job_id", job)
        .in("@session_id", std::int64_t{session});
}

tds::rpc ask_jobs() {
    return tds::rpc("msdb.dbo.sp_help_job");
}

tds::rpc ask_job(guid const& job) {
    return tds::rpc("msdb.dbo.sp_help_job").in("@job_id", job).in("@job_aspect", "JOB");
}

tds::rpc ask_job(std::string const& name) {
    return tds::rpc("msdb.dbo.sp_help_job").in("@job_name", name).in("@job_aspect", "JOB");
}

tds::rpc ask_history(guid const& job) {
    return tds::rpc("msdb.dbo.sp_help_jobhistory").in("@job_id", job).in("@mode", "FULL");
}

tds::rpc ask_lengths(guid const& job) {
    return ask_history(job)
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
