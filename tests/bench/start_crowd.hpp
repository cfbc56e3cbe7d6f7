// Many remote_servers of ours, each of which starts one job after the other.
#pragma once

#include <ssislb/agent/remote_server.hpp>

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace ssislb::bench {

/// Works on the thread that calls it.
class start_crowd {
public:
    /// Connects one to a port; throws when one cannot be reached.
    explicit start_crowd(std::vector<std::uint16_t> const& ports);
    ~start_crowd();
    start_crowd(start_crowd const&) = delete;
    start_crowd& operator=(start_crowd const&) = delete;

    /// Gives how many starts were accepted.
    std::size_t start_jobs_for(std::chrono::milliseconds);
    [[nodiscard]] std::size_t refused() const noexcept { return refused_; }

private:
    struct client {
        remote_server server;
        std::vector<guid> jobs;
        std::size_t next = 0;
    };

    void connect(client&);
    void start_next(client&);
    void work_until_idle();

    boost::asio::io_context io_{1};
    std::vector<client> clients_;
    std::size_t outstanding_ = 0;
    std::chrono::steady_clock::time_point end_;
    std::size_t accepted_ = 0;
    std::size_t refused_ = 0;
};

} // namespace ssislb::bench
