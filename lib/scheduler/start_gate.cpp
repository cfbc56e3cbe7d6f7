#include "scheduler/start_gate.hpp"

#include <algorithm>
#include <chrono>
#include <limits>

namespace ssislb::detail {

start_gate::start_gate(server const& of)
    : most_(of.max_pending_starts.value_or(std::numeric_limits<std::uint32_t>::max())) {
    if (of.starts_per_second)
        interval_ = std::chrono::ceil<milliseconds>(
            std::chrono::duration<double>(1 / *of.starts_per_second));
}

void start_gate::start(timestamp now) {
    ++pending_;
    last_start_ = now;
    // Starts that come back from a journal may be closer than the plan allows.
    if (interval_ > milliseconds(0))
        paced_until_ = std::max(now, paced_until_.value_or(now)) + interval_;
}

} // namespace ssislb::detail
