// Estimates without the servers' speeds, to be made anew for another fleet or other tasks.
#pragma once

#include <ssislb/scheduler/duration_estimates.hpp>

#include <vector>

namespace ssislb::detail {

/// Precondition: the package has a server.
inline std::vector<estimated_duration> at_speed_one(parent_package const& package,
                                                    duration_estimates const& estimates) {
    std::vector<estimated_duration> all;
    all.reserve(package.tasks.size());
    for (std::uint32_t i = 0; i < package.tasks.size(); ++i)
        all.push_back(estimates.of(task_id{i}, server_id{0}) * package.servers.front().speed);
    return all;
}

} // namespace ssislb::detail
