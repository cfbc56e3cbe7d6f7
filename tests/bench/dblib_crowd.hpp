// Many connections of db-lib on one thread, which polls them: the floor of what many starts cost.
#pragma once

#include "dblib_client.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace ssislb::bench {

class dblib_crowd {
public:
    /// One connection a port; starts the jobs in turn.
    dblib_crowd(std::vector<std::uint16_t> const& ports, std::vector<std::string> jobs);

    /// Each connection starts one job after the other. Gives how many starts were accepted.
    std::size_t start_jobs_for(std::chrono::milliseconds);
    [[nodiscard]] std::size_t refused() const noexcept { return refused_; }

private:
    void send_next(std::size_t client);

    std::vector<std::string> jobs_;
    std::vector<dblib_client> clients_;
    std::vector<std::size_t> next_;
    std::size_t refused_ = 0;
};

} // namespace ssislb::bench
