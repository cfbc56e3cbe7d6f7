// How a connection is made. What is left alone is secure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

namespace ssislb::tds {

/// How the wire is protected (FreeTDS: `encryption`).
enum class encryption : std::uint8_t {
    /// Nothing is encrypted, not even the password. A server that insists gives no connection.
    off,
    /// The login is encrypted if the server can; all the rest only if the server insists.
    request,
    /// All is encrypted, or no connection.
    require,
};

struct endpoint {
    /// A name, so that the certificate can be checked against it; an address works too.
    std::string host;
    /// 1433 when neither port nor instance is given.
    std::optional<std::uint16_t> port;
    /// A named instance, resolved by SQL Server Browser; excludes `port`.
    std::string instance;
};

/// A login of SQL Server, or `DOMAIN\user` for NTLM. The user may not be empty.
///
/// User and password may hold 128 bytes of UTF-8 at most. The password leaves this object only into
/// FreeTDS's login record. It is never written to a configuration, a message or a log, and the
/// connection overwrites its copies after the login, or when it gives the login up.
struct sql_login {
    std::string user;
    std::string password;
};

/// Kerberos with the ticket of the calling user.
struct kerberos {
    /// Service principal name; empty: derived from host and port.
    std::string service_principal;
};

/// Host, instance, service principal and path may hold no control character, none of `[ ] ; #`, no
/// blank at an end, no two blanks in a row, and at most 200 bytes; the other texts no control
/// character and at most 128 bytes: client_errc::invalid_argument.
///
/// Thread safety: distinct objects are safe, a shared const object is safe.
struct options {
    endpoint server;
    std::variant<sql_login, kerberos> auth;
    /// What the server's administrator sees as program name.
    std::string application = "ssislb";
    /// What the server sees as host name; empty: this machine's.
    std::string workstation;
    /// Empty: the login's default database.
    std::string database;
    /// For a readable secondary of an availability group.
    bool read_only_intent = false;
    encryption encrypt = encryption::require;
    /// `system`, or the path of a PEM file with the authorities to trust.
    std::string ca_file = "system";
    /// Whether certificate and host name are checked. False accepts anybody's certificate.
    bool verify_certificate = true;
};

} // namespace ssislb::tds
