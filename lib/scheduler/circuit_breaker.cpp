#include "scheduler/circuit_breaker.hpp"

#include <algorithm>

namespace ssislb::detail {

void circuit_breaker::trouble(timestamp now) {
    if (state_ == breaker_state::half_open || ++in_a_row_ >= limits_.threshold)
        trip(now);
}

void circuit_breaker::trip(timestamp now) {
    if (state_ == breaker_state::open)
        return;
    state_ = breaker_state::open;
    last_delay_ = next_delay();
    open_until_ = now + last_delay_;
}

void circuit_breaker::half_open() noexcept {
    state_ = breaker_state::half_open;
    open_until_.reset();
}

void circuit_breaker::success() noexcept {
    state_ = breaker_state::closed;
    open_until_.reset();
    in_a_row_ = 0;
    last_delay_ = milliseconds(0);
}

milliseconds circuit_breaker::next_delay() const noexcept {
    auto const longest = std::max(limits_.first_delay, limits_.longest_delay);
    if (last_delay_ == milliseconds(0))
        return limits_.first_delay;
    return last_delay_ < longest / 2 ? 2 * last_delay_ : longest;
}

} // namespace ssislb::detail
