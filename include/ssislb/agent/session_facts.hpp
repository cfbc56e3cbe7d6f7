// What a server says of itself when a connection has been made.
#pragma once

#include <ssislb/base/time.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace ssislb {

/// Values: distinct objects are safe to use from several threads.
struct session_facts {
    /// SERVERPROPERTY('ProductVersion').
    std::string product_version;
    /// @@SERVERNAME.
    std::string server_name;
    /// SUSER_SNAME(): who the server takes us for, so that a run's history names it. Empty: the
    /// server knows no name.
    std::string login;
    /// GETDATE() when the connection was made.
    server_time now{};
    /// The newest Agent session of which the login sees activity; none: it sees none.
    std::optional<std::int32_t> agent_session;
    /// HAS_PERMS_BY_NAME: the login may SELECT from msdb.dbo.sysjobactivity and syssessions.
    bool reads_activity = false;

    bool operator==(session_facts const&) const = default;
};

} // namespace ssislb
