// Servers whose jobs are polled for, in virtual time.
#pragma once

#include <ssislb/agent/supervision.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace ssislb::test {

/// A job that was seen to have ended is replaced at once. Lengths are lognormal.
struct polled_fleet {
    std::size_t servers = 1;
    /// Running at a time, on each server.
    std::size_t jobs = 1;
    std::chrono::seconds median{30};
    /// Whether lengths are expected; then with an error, of 30 %.
    bool is_known = true;
    /// Until so many were seen, on all servers together.
    std::size_t ends = 1;
    supervision_options how = {};
};

struct polled_figures {
    std::size_t servers = 0;
    /// Of all servers together.
    double polls_per_second = 0;
    /// From an end to the poll that has seen it, in seconds.
    std::vector<double> delays;

    [[nodiscard]] double mean_delay() const;
    /// With a fixed poll that asks as often: an end falls anywhere into its interval.
    [[nodiscard]] double fixed_delay() const;
};

/// Polls as a remote server does, by the same code.
[[nodiscard]] polled_figures watch(polled_fleet const&, std::uint64_t seed);

} // namespace ssislb::test
