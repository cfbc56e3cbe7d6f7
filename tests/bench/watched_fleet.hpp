// A client of ours: a remote_server for each simulated server, and a wait for each job there.
#pragma once

#include <ssislb/agent/remote_server.hpp>

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace ssislb::bench {

/// Works on the thread that calls it.
class watched_fleet {
public:
    struct detection {
        std::size_t job = 0;
        std::chrono::steady_clock::time_point at;
    };

    watched_fleet(std::vector<std::uint16_t> const& ports, std::size_t jobs_per_server,
                  supervision_options);
    ~watched_fleet();
    watched_fleet(watched_fleet const&) = delete;
    watched_fleet& operator=(watched_fleet const&) = delete;

    /// All servers; throws when one cannot be reached.
    void connect();
    /// Begins a wait for every job that runs.
    void wait_for_jobs();
    void work_for(std::chrono::milliseconds);

    [[nodiscard]] supervision_statistics statistics() const;
    /// In their order. Job k of server s is number s * jobs_per_server + k.
    [[nodiscard]] std::vector<detection> const& detections() const noexcept { return detections_; }
    /// Waits that ended otherwise.
    [[nodiscard]] std::size_t failures() const noexcept { return failures_; }

private:
    void wait_for(std::size_t server, job_activity const& shown);
    void work_until_idle();

    boost::asio::io_context io_{1};
    std::size_t jobs_per_server_;
    std::vector<remote_server> servers_;
    std::size_t pending_ = 0;
    std::vector<detection> detections_;
    std::size_t failures_ = 0;
};

} // namespace ssislb::bench
