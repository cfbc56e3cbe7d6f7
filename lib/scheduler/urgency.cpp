#include "scheduler/urgency.hpp"

#include "scheduler/task_graph.hpp"

#include <algorithm>
#include <functional>
#include <ranges>

namespace ssislb::detail {

std::vector<std::int32_t> urgencies(parent_package const& package) {
    std::vector<std::int32_t> all;
    all.reserve(package.tasks.size());
    for (task const& one : package.tasks)
        all.push_back(one.priority);
    if (std::ranges::adjacent_find(all, std::not_equal_to<>()) == all.end())
        return all;
    task_graph const graph(package);
    for (auto const one : std::views::reverse(graph.order))
        for (auto const next : graph.successors[one])
            all[one] = std::max(all[one], all[next]);
    return all;
}

} // namespace ssislb::detail
