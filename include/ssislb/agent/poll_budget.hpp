// So many status calls a second at most, over all servers that share it.
#pragma once

#include <atomic>
#include <limits>

namespace ssislb {

/// Given to several remote servers (supervision_options::budget), it makes them poll less often
/// when they would ask more than that together, and most often where an end is likeliest. Where the
/// bounds of the interval say otherwise, they win. It slows nobody down who polls at a fixed
/// interval.
///
/// Thread safety: all members are safe.
class poll_budget {
public:
    /// Above 0.
    explicit poll_budget(double polls_per_second) noexcept
        : polls_per_second_(polls_per_second) {}

    /// A server's share has changed by so much. `demand` is the square root of the rate at which
    /// its ends come; `fixed` the polls a second of one that asks as seldom as it may, whatever
    /// they cost. Either is 0.
    void change_share(double demand, double fixed) noexcept {
        demand_.fetch_add(demand);
        fixed_.fetch_add(fixed);
    }

    /// What a poll must cost, in seconds of delay, so that all together ask so often: with an
    /// interval of sqrt(2 cost / hazard) the polls of a second are demand / sqrt(2 cost).
    [[nodiscard]] double cost() const noexcept {
        double const left = polls_per_second_ - fixed_.load();
        if (left <= 0)
            return std::numeric_limits<double>::infinity();
        double const interval = demand_.load() / left;
        return interval * interval / 2;
    }

private:
    double polls_per_second_;
    std::atomic<double> demand_{0};
    std::atomic<double> fixed_{0};
};

} // namespace ssislb
