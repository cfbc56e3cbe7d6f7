// Simulated servers in a process of their own, so that their cost is not counted as the client's.
#pragma once

#include "job_ends.hpp"
#include "server_fleet.hpp"

#include <sys/types.h>

#include <cstdint>
#include <vector>

namespace ssislb::bench {

/// The process ends with the object.
class server_process {
public:
    explicit server_process(server_fleet const&);
    ~server_process();
    server_process(server_process const&) = delete;
    server_process& operator=(server_process const&) = delete;

    [[nodiscard]] std::vector<std::uint16_t> const& ports() const noexcept { return ports_; }
    [[nodiscard]] std::uint16_t echo_port() const noexcept { return echo_port_; }
    [[nodiscard]] pid_t id() const noexcept { return child_; }
    /// Job k of server s is number s * jobs + k.
    [[nodiscard]] job_ends const& ends() const noexcept { return ends_; }

    /// Returns when it is done.
    fleet_record tell(fleet_order const&) const;

    static constexpr auto user = server_fleet::user;
    static constexpr auto password = server_fleet::password;

private:
    job_ends ends_;
    pid_t child_ = -1;
    /// The process ends when this is closed, so that it never outlives us.
    int orders_ = -1;
    int answers_ = -1;
    std::vector<std::uint16_t> ports_;
    std::uint16_t echo_port_ = 0;
};

} // namespace ssislb::bench
