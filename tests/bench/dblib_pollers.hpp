// Many connections of db-lib on one thread that asks each in a fixed rhythm: the floor of what it
// costs to watch many servers.
#pragma once

#include "dblib_client.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace ssislb::bench {

class dblib_pollers {
public:
    /// Sends a poll, whose answer is read and thrown away.
    using question = void (dblib_client::*)();

    /// One connection a port.
    explicit dblib_pollers(std::vector<std::uint16_t> const& ports);
    ~dblib_pollers();
    dblib_pollers(dblib_pollers const&) = delete;
    dblib_pollers& operator=(dblib_pollers const&) = delete;

    /// Each connection asks once an interval, in groups, as polls of ours come. Gives how many
    /// answers were read.
    std::size_t poll_for(std::chrono::milliseconds length, std::chrono::milliseconds interval,
                         question);

private:
    void watch(int descriptor, std::size_t number) const;
    void set_timer(std::chrono::nanoseconds period) const;
    void ask_next_group(question);
    void handle_events(question);

    std::vector<dblib_client> clients_;
    std::vector<bool> waiting_;
    int epoll_ = -1;
    int timer_ = -1;
    std::size_t groups_asked_ = 0;
    std::size_t answers_due_ = 0;
    std::size_t answers_read_ = 0;
};

} // namespace ssislb::bench
