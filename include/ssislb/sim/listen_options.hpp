// How a simulated server listens.
#pragma once

#include <ssislb/sim/certificate.hpp>

#include <cstdint>
#include <optional>

namespace ssislb::sim {

/// What the server offers in PRELOGIN (MS-TDS 2.2.6.5).
enum class encryption_mode {
    /// No TLS at all. A client that insists on it is turned away.
    off,
    /// Only the login is encrypted; all of it for a client that asks for more.
    login_only,
    /// Everything is encrypted. With encryption_required it is "Force Encryption" of SQL Server.
    full,
};

struct listen_options {
    /// On 127.0.0.1. 0: any free port, see simulated_server::port.
    std::uint16_t port = 0;
    encryption_mode encryption = encryption_mode::off;
    /// Turns away clients that cannot encrypt, those without PRELOGIN too. Without it they are
    /// served in plain text. Means nothing with encryption_mode::off.
    bool encryption_required = false;
    /// None: certificate::for_localhost().
    std::optional<sim::certificate> certificate;
};

} // namespace ssislb::sim
