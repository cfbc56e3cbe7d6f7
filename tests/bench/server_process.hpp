// Simulated servers in a process of their own, so that their cost is not counted as the client's.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ssislb::bench {

struct server_fleet {
    std::size_t servers = 1;
    /// On each server, named `job 1` and so on; all of them run.
    std::size_t jobs = 1;
    /// On which core the process runs; negative: any.
    int core = -1;
};

/// Made by fork, so before any thread is started. Ends with the object.
class server_process {
public:
    explicit server_process(server_fleet const&);
    ~server_process();
    server_process(server_process const&) = delete;
    server_process& operator=(server_process const&) = delete;

    [[nodiscard]] std::vector<std::uint16_t> const& ports() const noexcept { return ports_; }
    [[nodiscard]] std::uint16_t echo_port() const noexcept { return echo_port_; }
    [[nodiscard]] pid_t id() const noexcept { return child_; }

    static constexpr auto user = "bench";
    static constexpr auto password = "only for the benchmark";

private:
    pid_t child_ = -1;
    /// The child ends when it is closed.
    int life_ = -1;
    std::vector<std::uint16_t> ports_;
    std::uint16_t echo_port_ = 0;
};

} // namespace ssislb::bench
