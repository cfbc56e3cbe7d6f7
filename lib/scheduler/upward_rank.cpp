#include "scheduler/upward_rank.hpp"

#include "scheduler/task_graph.hpp"

#include <algorithm>
#include <ranges>

namespace ssislb::detail {

namespace {

/// The mean over the servers that may run it.
double mean_length(parent_package const& package, duration_estimates const& estimates, task_id id) {
    auto const& of = package[id];
    if (of.servers.empty() && of.required_tags.empty())
        return estimates.mean(id).count();
    double sum = 0;
    double servers = 0;
    for (std::uint32_t s = 0; s < package.servers.size(); ++s)
        if (may_run(of, package.servers[s])) {
            sum += estimates.of(id, server_id{s}).count();
            ++servers;
        }
    return sum / servers;
}

} // namespace

std::vector<double> upward_ranks(parent_package const& package,
                                 duration_estimates const& estimates) {
    task_graph const graph(package);
    std::vector<double> ranks(package.tasks.size());
    for (auto const one : std::views::reverse(graph.order)) {
        for (auto const next : graph.successors[one])
            ranks[one] = std::max(ranks[one], ranks[next]);
        if (package.tasks[one].enabled)
            ranks[one] += mean_length(package, estimates, task_id{one});
    }
    return ranks;
}

} // namespace ssislb::detail
