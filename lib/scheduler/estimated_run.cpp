#include "scheduler/estimated_run.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace ssislb::detail {

milliseconds whole_milliseconds(estimated_duration length) noexcept {
    constexpr double rounding = 1e-6;
    constexpr estimated_duration century = std::chrono::years(100);
    return milliseconds(std::llround(std::ceil(std::min(length, century).count() - rounding)));
}

virtual_run play_as_estimated(parent_package const& package, duration_estimates const& estimates,
                              trial_limit limit) {
    return play(
        package, make_critical_path_policy(limit), estimates,
        [&](task_id task, server_id on) { return whole_milliseconds(estimates.of(task, on)); });
}

} // namespace ssislb::detail
