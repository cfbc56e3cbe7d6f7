// A TDS server on a loopback port in front of a simulated instance.
#pragma once

#include <ssislb/sim/listen_options.hpp>

#include <boost/asio/any_io_executor.hpp>

#include <cstdint>
#include <memory>

namespace ssislb::sim {

class instance;

namespace detail {
class listener;
}

/// What a server has done since it was made.
struct server_counters {
    std::uint64_t connections = 0;
    std::uint64_t logins = 0;
    /// Batches, calls and transaction requests. A message with three calls counts three times.
    std::uint64_t requests = 0;
};

/// Serves one instance to any TDS 7.1 to 7.4 client: login, TLS 1.2, procedure calls, batches,
/// attention (MS-TDS; reached by FreeTDS, tedious, python3-tds and jTDS alike).
///
/// Listens on 127.0.0.1 only. Each connection has a strand of its own, so that the executor may
/// belong to one thread or to many; there is no thread a server. Faults of the line that the
/// instance asks for (delay, cut, silence) are carried out in real time. While the instance is
/// dead, connections are cut, and new ones are closed as soon as they are accepted.
///
/// Executor: everything runs on the executor given. No handler of the user is called.
///
/// Object lifetimes: the server shares the instance. Destroying the server stops it. What still
/// waits in the executor then ends by itself and keeps the instance alive so long.
///
/// Thread safety: all members safe.
class simulated_server {
public:
    simulated_server(boost::asio::any_io_executor executor, std::shared_ptr<sim::instance> instance,
                     listen_options options = {});
    ~simulated_server();

    simulated_server(simulated_server&&) noexcept;
    simulated_server& operator=(simulated_server&&) noexcept;

    /// Binds and listens; when it returns, clients can connect. Does nothing when it listens.
    /// After stop it listens again, on the same port when it is still free.
    ///
    /// Errors: throws boost::system::system_error when the port cannot be had.
    void start();

    /// Closes the port and cuts every connection, in the middle of an answer too. When it returns,
    /// nobody can connect; connections are cut as soon as the executor gets to it.
    void stop();

    /// The port in use, or last used; the port of the options before the first start.
    [[nodiscard]] std::uint16_t port() const noexcept;

    [[nodiscard]] server_counters counters() const noexcept;

private:
    std::shared_ptr<detail::listener> listener_;
};

} // namespace ssislb::sim
