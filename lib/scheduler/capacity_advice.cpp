#include "scheduler/estimated_run.hpp"

#include <ssislb/scheduler/capacity_advice.hpp>
#include <ssislb/scheduler/what_if.hpp>

#include <algorithm>
#include <functional>
#include <numeric>
#include <utility>

namespace ssislb {
namespace {

/// The servers that are worth trying, in plan order.
std::vector<std::uint32_t> most_used(std::vector<server_forecast> const& loads, std::size_t most) {
    std::vector<std::uint32_t> servers(loads.size());
    std::iota(servers.begin(), servers.end(), 0U);
    std::ranges::stable_sort(servers, std::greater<>(),
                             [&](std::uint32_t which) { return loads[which].use; });
    servers.resize(std::min(most, servers.size()));
    std::ranges::sort(servers);
    return servers;
}

/// A path of tasks, each of which may have been rounded up by a millisecond. More of the same
/// servers leave it as it is.
bool is_as_short_as_its_path(forecast const& now) {
    return now.bound.binds == bound_kind::critical_path &&
           estimated_duration(now.makespan) - now.bound.length <
               milliseconds(now.critical_path.size());
}

} // namespace

std::string_view to_string(capacity_change which) noexcept {
    return which == capacity_change::slot ? "slot" : "copy";
}

capacity_advice advise_capacity(parent_package const& package, duration_estimates const& estimates,
                                forecast const& now, std::size_t most_task_starts) {
    capacity_advice advice;
    advice.path_binds = is_as_short_as_its_path(now);
    if (advice.path_binds || now.critical_path.empty())
        return advice;
    auto const room = most_task_starts / (2 * package.tasks.size());
    auto const servers = most_used(now.servers, std::max<std::size_t>(room, 1));
    advice.left_out = package.servers.size() - servers.size();
    for (auto const which : servers) {
        server_id const id{which};
        auto const slot = detail::play_as_estimated(with_slot(package, id), estimates);
        advice.options.push_back({capacity_change::slot, id, slot.makespan});
        auto const copied = with_copy(package, id);
        auto const copy =
            detail::play_as_estimated(copied.package, estimates_for(copied, package, estimates));
        advice.options.push_back({capacity_change::copy, id, copy.makespan});
    }
    std::ranges::stable_sort(advice.options, {}, &capacity_option::makespan);
    return advice;
}

} // namespace ssislb
