#include "scheduler/upward_rank.hpp"

#include "scheduler/task_graph.hpp"

#include <algorithm>
#include <ranges>

namespace ssislb::detail {

std::vector<double> upward_ranks(parent_package const& package,
                                 duration_estimates const& estimates) {
    task_graph const graph(package);
    std::vector<double> ranks(package.tasks.size());
    for (auto const one : std::views::reverse(graph.order)) {
        for (auto const next : graph.successors[one])
            ranks[one] = std::max(ranks[one], ranks[next]);
        if (package.tasks[one].enabled)
            ranks[one] += estimates.mean(task_id{one}).count();
    }
    return ranks;
}

} // namespace ssislb::detail
