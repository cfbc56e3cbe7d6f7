// A program of others that waits for jobs, as a process of its own.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace ssislb::bench {

/// Has no terminal, and so no way to ask for the password but its standard input.
class peer_process {
public:
    /// The password goes by the environment.
    peer_process(std::vector<std::string> command, std::string const& password, int core);
    /// Ends it, with all that it started.
    ~peer_process();
    peer_process(peer_process const&) = delete;
    peer_process& operator=(peer_process const&) = delete;

    /// The next line of its standard output. None: it has ended, or the deadline has passed.
    std::optional<std::string> read_line(std::chrono::steady_clock::time_point deadline);
    [[nodiscard]] pid_t id() const noexcept { return child_; }
    /// Waits for its end. User and system time in seconds, with that of all that it waited for.
    double finish();

private:
    pid_t child_ = -1;
    int output_ = -1;
    std::string unread_;
};

} // namespace ssislb::bench
