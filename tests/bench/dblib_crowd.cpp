// poll(2) and db-lib, nothing else.
#include "dblib_crowd.hpp"

#include "server_process.hpp"

#include <poll.h>

#include <utility>

namespace ssislb::bench {

dblib_crowd::dblib_crowd(std::vector<std::uint16_t> const& ports, std::vector<std::string> jobs)
    : jobs_(std::move(jobs))
    , next_(ports.size()) {
    for (auto const port : ports)
        clients_.emplace_back(port, server_process::user, server_process::password);
}

void dblib_crowd::send_next(std::size_t client) {
    clients_[client].send_start(jobs_[next_[client]++ % jobs_.size()]);
}

std::size_t dblib_crowd::start_jobs_for(std::chrono::milliseconds length) {
    auto const end = std::chrono::steady_clock::now() + length;
    std::vector<pollfd> lines;
    for (std::size_t i = 0; i < clients_.size(); ++i) {
        send_next(i);
        lines.push_back({.fd = clients_[i].descriptor(), .events = POLLIN, .revents = 0});
    }
    std::size_t accepted = 0;
    for (auto waiting = clients_.size(); waiting > 0;) {
        ::poll(lines.data(), lines.size(), -1);
        bool const go_on = std::chrono::steady_clock::now() < end;
        for (std::size_t i = 0; i < lines.size(); ++i) {
            if (lines[i].revents == 0)
                continue;
            ++(clients_[i].take_answer() ? accepted : refused_);
            if (go_on) {
                send_next(i);
            } else {
                // poll(2) passes over it.
                lines[i] = {.fd = -1, .events = 0, .revents = 0};
                --waiting;
            }
        }
    }
    return accepted;
}

} // namespace ssislb::bench
