// A remote server: an instance of SQL Server whose Agent runs child packages.
#pragma once

#include <ssislb/base/time.hpp>
#include <ssislb/model/time_window.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ssislb {

/// How the wire is protected (FreeTDS: `encryption`).
enum class encryption_level : std::uint8_t { off, request, require };

[[nodiscard]] std::string_view to_string(encryption_level) noexcept;

enum class authentication : std::uint8_t {
    /// User and password; `DOMAIN\user` is NTLM.
    password,
    kerberos,
};

/// Agent runs each step of a job in a thread or process: no server has room for more.
inline constexpr std::uint32_t most_slots = 1000;

/// Values: distinct objects are safe to use from several threads.
struct server {
    std::string name;
    std::string host;
    /// 1433 when neither port nor instance is given.
    std::optional<std::uint16_t> port;
    /// Named instance, resolved by SQL Server Browser; excludes `port`.
    std::string instance;
    /// Slots: how many of our jobs run there at a time, from 1 to most_slots.
    std::uint32_t max_jobs = 1;
    /// When it takes work; none: always. What has begun goes on when a window ends.
    std::vector<time_window> windows;
    /// Starts there are spread out to so many a second, above 0; none: they are not.
    std::optional<double> starts_per_second;
    /// No start while so many of ours are accepted there and not picked up yet; none: no limit.
    std::optional<std::uint32_t> max_pending_starts;
    /// Jobs that run there and are not ours take slots away.
    bool count_foreign = false;
    /// Relative, above 0; for estimates only.
    double speed = 1.0;
    /// What tasks may ask for, and what a `tag_limit` counts.
    std::vector<std::string> tags;
    authentication auth = authentication::password;
    std::string user;
    /// Name of the environment variable that holds the password; excludes `password_file`.
    std::string password_env;
    /// Path of a file whose first line is the password.
    std::string password_file;
    encryption_level encryption = encryption_level::require;
    /// `system`, or the path of a PEM file with the authorities to trust.
    std::string ca_file = "system";
    /// Whether certificate and host name are checked; false only if the plan spells it out.
    bool verify_certificate = true;
    /// Polls may SELECT from msdb's tables, where the login may; else sp_help_jobactivity serves.
    bool read_msdb_tables = false;
    /// How long the server may hold the answer to a poll back until a job of ours has changed; up
    /// to ten minutes, and only with `read_msdb_tables`. None: it answers at once.
    std::optional<milliseconds> long_poll;

    bool operator==(server const&) const = default;
};

} // namespace ssislb
