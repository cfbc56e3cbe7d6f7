// One accepted connection: a socket, a timer and a channel.
#pragma once

#include "sim/server/channel.hpp"

#include <ssislb/sim/certificate.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>

namespace ssislb::sim::detail {

struct atomic_counters {
    std::atomic<std::uint64_t> connections{0};
    std::atomic<std::uint64_t> logins{0};
    std::atomic<std::uint64_t> requests{0};
};

/// What all connections of a server share; it outlives them.
struct connection_context {
    std::shared_ptr<sql::service> service;
    wire::session_options session;
    /// None: nothing is encrypted.
    std::optional<sim::certificate> certificate;
    atomic_counters counters;
};

using strand = boost::asio::strand<boost::asio::any_io_executor>;
using strand_socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, strand>;

/// Its pending operations keep it alive. Everything but cut runs on its strand.
class connection : public std::enable_shared_from_this<connection> {
public:
    connection(strand_socket socket, std::shared_ptr<connection_context> context,
               std::uint16_t spid);

    void start();
    /// Ends the connection at once. From any thread.
    void cut();

private:
    void read();
    void received(std::size_t size);
    void write();
    void write_later();
    void after_output();
    void count();
    void watch_held();
    void watch_waiting();
    void go_on();
    void wait(std::chrono::milliseconds delay, std::uint64_t serial, void (connection::*then)());
    void deliver_now();
    void deliver_rest();
    void close();

    strand_socket socket_;
    boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                      boost::asio::wait_traits<std::chrono::steady_clock>, strand>
        timer_;
    std::shared_ptr<connection_context> context_;
    channel channel_;
    std::array<std::uint8_t, 4096> incoming_{};
    wire::bytes outgoing_;
    std::size_t written_ = 0;
    std::uint64_t held_serial_ = 0;
    std::uint64_t wait_serial_ = 0;
    std::uint64_t counted_requests_ = 0;
    bool counted_login_ = false;
    bool writing_ = false;
    bool reading_ = false;
    bool cut_after_output_ = false;
};

} // namespace ssislb::sim::detail
