// A login of a simulated server, and what it may do with the Agent's jobs.
#pragma once

#include <cstdint>
#include <string>

namespace ssislb::sim {

/// The fixed roles of msdb (SQL Server Agent Fixed Database Roles); each contains those before it.
enum class agent_role : std::uint8_t {
    /// EXECUTE on the job procedures is denied (229).
    none,
    /// Own jobs only.
    sql_agent_user,
    /// Sees all jobs, starts and stops its own.
    sql_agent_reader,
    /// Starts and stops all local jobs.
    sql_agent_operator,
    sysadmin,
};

struct login_spec {
    std::string user{};
    std::string password{};
    agent_role role = agent_role::sql_agent_operator;
    /// False: sp_help_jobactivity gives no rows of jobs that others own, as Microsoft documents it
    /// for logins that are no sysadmin.
    bool sees_activity = true;
    /// False: the login has no user in msdb (916).
    bool msdb_access = true;
    /// True: the login may read sys.dm_server_services, which a sysadmin always may.
    bool view_server_state = false;
    /// True: the login is in db_datareader of msdb, so it may SELECT from the Agent's tables
    /// (sysjobactivity and others), which a sysadmin always may. Others are refused (229).
    bool reads_msdb = false;
};

} // namespace ssislb::sim
