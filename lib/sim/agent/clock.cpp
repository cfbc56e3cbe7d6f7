// Time that runs faster than real time, and time that stands still.
#include <ssislb/sim/clock.hpp>

namespace ssislb::sim {
namespace {

timestamp real_now() {
    return std::chrono::floor<milliseconds>(std::chrono::system_clock::now());
}

} // namespace

accelerated_clock::accelerated_clock(double speed)
    : accelerated_clock{speed, real_now()} {}

accelerated_clock::accelerated_clock(double speed, timestamp start)
    : speed_{speed}
    , start_{start}
    , origin_{std::chrono::steady_clock::now()} {}

timestamp accelerated_clock::now() const {
    using fractional_ms = std::chrono::duration<double, std::milli>;
    fractional_ms const real = std::chrono::steady_clock::now() - origin_;
    return start_ + std::chrono::floor<milliseconds>(real * speed_);
}

timestamp manual_clock::now() const {
    std::lock_guard const lock{mutex_};
    return now_;
}

void manual_clock::advance(milliseconds step) {
    std::lock_guard const lock{mutex_};
    now_ += step;
}

} // namespace ssislb::sim
