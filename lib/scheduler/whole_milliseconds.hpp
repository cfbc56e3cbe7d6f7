// Estimates as lengths of virtual time.
#pragma once

#include <ssislb/scheduler/duration_estimates.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>

namespace ssislb::detail {

/// Rounded up: a run whose tasks are rounded down could be shorter than its bound. At most a
/// century: a plan's speed may be as small as it likes.
inline milliseconds whole_milliseconds(estimated_duration length) noexcept {
    constexpr double rounding = 1e-6;
    constexpr estimated_duration century = std::chrono::years(100);
    return milliseconds(std::llround(std::ceil(std::min(length, century).count() - rounding)));
}

} // namespace ssislb::detail
