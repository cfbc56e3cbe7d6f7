// Accepts connections on a loopback port and keeps track of them.
#pragma once

#include "sim/server/connection.hpp"

#include <ssislb/sim/listen_options.hpp>
#include <ssislb/sim/simulated_server.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

namespace ssislb::sim::detail {

/// Thread safety: all members safe.
class listener : public std::enable_shared_from_this<listener> {
public:
    listener(boost::asio::any_io_executor executor, std::shared_ptr<sql::service> service,
             listen_options options);

    void start();
    void stop();

    [[nodiscard]] std::uint16_t port() const;
    [[nodiscard]] server_counters counters() const noexcept;

private:
    using acceptor = boost::asio::ip::tcp::acceptor;

    // These expect the lock to be held.
    void accept();
    void watch();
    void cut_all();

    void accepted(std::shared_ptr<acceptor> const& from, boost::system::error_code failed,
                  strand_socket socket);
    void look_after(std::shared_ptr<acceptor> const& from);

    boost::asio::any_io_executor executor_;
    std::shared_ptr<connection_context> context_;

    mutable std::mutex lock_;
    std::uint16_t port_;
    /// Null while nothing listens. Handlers of an earlier one know by it that they are late.
    std::shared_ptr<acceptor> acceptor_;
    boost::asio::steady_timer watch_timer_;
    bool accepting_ = false;
    std::vector<std::weak_ptr<connection>> connections_;
    std::uint16_t next_spid_ = 51;
};

} // namespace ssislb::sim::detail
