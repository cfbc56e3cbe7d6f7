// How long to wait until the next poll. Pure.
#pragma once

#include <ssislb/base/time.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <optional>

namespace ssislb::detail {

/// As far off as what people expect is.
inline constexpr float default_spread = 0.3F;

/// A run that is waited for.
struct running_job {
    /// Since it began, or since it was asked for if it has not been picked up.
    milliseconds age{0};
    /// How long it will take; none: nobody knows.
    std::optional<milliseconds> expected;
    /// Standard deviation of the logarithm of its length.
    double spread = default_spread;
};

/// The rate at which the run's end comes, 1/s, given that it has not come yet. With an expectation
/// the length is lognormal about it, but for a few runs that end at any age; without, the end is as
/// likely at any age, in proportion to it.
[[nodiscard]] double hazard(running_job const&) noexcept;

/// A poll costs a statement, an end that is seen late costs its delay. With ends coming at a rate
/// of `hazard`, the cost of a second, cost / interval + hazard * interval / 2, is least at the
/// interval sqrt(2 cost / hazard).
class poll_pace {
public:
    /// Never shorter, never longer. Equal: fixed.
    poll_pace(milliseconds least, milliseconds most) noexcept
        : least_(least)
        , most_(most) {}

    [[nodiscard]] bool is_fixed() const noexcept { return least_ == most_; }
    [[nodiscard]] milliseconds least() const noexcept { return least_; }
    /// The interval is the longest there is, and would be if polls cost a little more.
    [[nodiscard]] bool is_at_most(double cost, double hazard) const noexcept;

    /// `cost`: so many seconds of delay are worth one poll; above 0. `hazard_after(length)` is the
    /// hazard of all runs together, after that time. The longer the interval, the later it is
    /// looked at: the better the guess to begin with, the fewer `rounds` bring both together.
    template <class HazardAfter>
    [[nodiscard]] milliseconds interval(double cost, milliseconds guess, int rounds,
                                        HazardAfter const& hazard_after) const {
        auto found = std::clamp(guess, least_, most_);
        for (int round = 0; round < rounds; ++round)
            found = (found + best(cost, hazard_after(found / 2))) / 2;
        return found;
    }

private:
    [[nodiscard]] milliseconds best(double cost, double hazard) const noexcept;

    milliseconds least_;
    milliseconds most_;
};

} // namespace ssislb::detail
