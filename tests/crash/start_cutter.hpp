// A line to a server that is cut inside the first sp_start_job exchange.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <thread>

namespace ssislb::test {

/// Serves on a loopback port by passing on what is said, on a thread of its own. What is said has
/// to be in the clear.
///
/// Thread safety: all members safe.
class start_cutter {
public:
    enum class part { request, answer };

    /// So many bytes of that part are passed on, then the line is reset, once. A part that is no
    /// longer than that is passed on whole.
    start_cutter(std::uint16_t server, part, std::size_t bytes);
    ~start_cutter();
    start_cutter(start_cutter const&) = delete;
    start_cutter& operator=(start_cutter const&) = delete;

    [[nodiscard]] std::uint16_t port() const { return port_; }
    [[nodiscard]] bool has_cut() const { return has_cut_; }
    /// Of the first exchange, as far as it has passed.
    [[nodiscard]] std::size_t size(part of) const {
        return of == part::request ? request_size_ : answer_size_;
    }

private:
    using tcp = boost::asio::ip::tcp;
    enum class state { before, request_passed, over };

    void accept();

    std::uint16_t server_;
    part part_;
    std::size_t bytes_;
    state state_ = state::before;
    std::atomic<bool> has_cut_{false};
    std::atomic<std::size_t> request_size_{0};
    std::atomic<std::size_t> answer_size_{0};
    boost::asio::io_context io_{1};
    tcp::acceptor acceptor_{io_, {boost::asio::ip::address_v4::loopback(), 0}};
    std::uint16_t port_ = acceptor_.local_endpoint().port();
    std::thread thread_;
};

} // namespace ssislb::test
