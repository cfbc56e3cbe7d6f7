// What a login may do with the jobs of a server.
#pragma once

#include <string>

namespace ssislb {

/// Membership as IS_SRVROLEMEMBER and, in msdb, IS_MEMBER tell it (SQL Server Agent Fixed Database
/// Roles). Each role contains those below it; a sysadmin needs none, and is shown in none.
///
/// Values: distinct objects are safe to use from several threads.
struct login_rights {
    /// SUSER_SNAME(): what sp_help_job shows as owner of the login's own jobs.
    std::string login;
    bool sysadmin = false;
    /// Starts and stops all local jobs.
    bool operator_role = false;
    /// Sees all jobs, starts its own.
    bool reader_role = false;
    /// Sees and starts its own jobs.
    bool user_role = false;

    [[nodiscard]] bool starts_all_jobs() const noexcept { return sysadmin || operator_role; }
    [[nodiscard]] bool sees_all_jobs() const noexcept { return starts_all_jobs() || reader_role; }
    [[nodiscard]] bool starts_own_jobs() const noexcept {
        return starts_all_jobs() || reader_role || user_role;
    }

    bool operator==(login_rights const&) const = default;
};

} // namespace ssislb
