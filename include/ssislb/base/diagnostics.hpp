// What the server and the client library said during one operation, in order of arrival.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace ssislb {

/// A message of the server. Its text is the server's, possibly localised: show it, never parse it.
struct server_message {
    std::int32_t number = 0;
    std::uint8_t state = 0;
    /// 0 to 10 information, 11 to 16 the statement failed, 17 to 19 a resource, from 20 on fatal.
    std::uint8_t severity = 0;
    std::int32_t line = 0;
    std::string text;
    std::string server;
    /// The procedure that raised it: often a helper of the one that was called.
    std::string procedure;

    [[nodiscard]] bool is_error() const noexcept { return severity > 10; }

    bool operator==(server_message const&) const = default;
};

/// A complaint of the client library (FreeTDS db-lib).
struct client_message {
    int number = 0;
    int severity = 0;
    /// errno of the failed system call, 0 if none.
    int os_error = 0;
    std::string text;

    bool operator==(client_message const&) const = default;
};

/// Values: distinct objects are safe to use from several threads.
struct diagnostics {
    std::vector<server_message> server;
    std::vector<client_message> client;

    [[nodiscard]] bool empty() const noexcept { return server.empty() && client.empty(); }

    /// The first message above severity 10, or null.
    [[nodiscard]] server_message const* first_error() const noexcept;

    bool operator==(diagnostics const&) const = default;
};

/// One line a message, as a person reads it:
/// `Msg 14262, Level 16, State 1, Procedure sp_verify_job_identifiers, Line 67: The specified ...`
[[nodiscard]] std::string to_string(server_message const&);
[[nodiscard]] std::string to_string(diagnostics const&);

} // namespace ssislb
