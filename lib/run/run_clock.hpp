// The plan's time: starts at the wall clock and runs `speed` times as fast.
#pragma once

#include <ssislb/base/time.hpp>

#include <chrono>

namespace ssislb::detail {

class run_clock {
public:
    using real_clock = std::chrono::steady_clock;

    explicit run_clock(double speed);

    [[nodiscard]] timestamp now() const;

    /// When an instant of the plan comes.
    [[nodiscard]] real_clock::time_point real(timestamp at) const;

    /// How long a length of the plan takes.
    [[nodiscard]] milliseconds real(milliseconds length) const;

    /// How much of the plan's time a real length is.
    [[nodiscard]] milliseconds planned(milliseconds real) const;

private:
    double speed_;
    timestamp start_;
    real_clock::time_point real_start_;
};

} // namespace ssislb::detail
