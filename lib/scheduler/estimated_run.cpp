#include "scheduler/estimated_run.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

namespace ssislb::detail {

milliseconds whole_milliseconds(estimated_duration length) noexcept {
    constexpr double rounding = 1e-6;
    constexpr estimated_duration century = std::chrono::years(100);
    return milliseconds(std::llround(std::ceil(std::min(length, century).count() - rounding)));
}

virtual_run play_as_estimated(parent_package const& package, duration_estimates const& estimates,
                              play_options const& how, trial_limit limit) {
    auto policy = package.policy == policy_kind::critical_path ? make_critical_path_policy(limit)
                                                               : make_policy(package);
    return play(
        package, std::move(policy), estimates,
        [&](task_id task, server_id on) { return whole_milliseconds(estimates.of(task, on)); },
        how);
}

} // namespace ssislb::detail
