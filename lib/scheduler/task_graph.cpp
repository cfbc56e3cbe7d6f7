#include "scheduler/task_graph.hpp"

#include <algorithm>
#include <cassert>
#include <string_view>
#include <unordered_map>

namespace ssislb::detail {

task_graph::task_graph(parent_package const& package)
    : predecessors(package.tasks.size())
    , successors(package.tasks.size()) {
    auto const count = static_cast<std::uint32_t>(package.tasks.size());
    std::unordered_map<std::string_view, std::uint32_t> numbers;
    for (std::uint32_t i = 0; i < count; ++i)
        numbers.emplace(package.tasks[i].name, i);
    for (std::uint32_t i = 0; i < count; ++i) {
        auto& before = predecessors[i];
        for (precedence_constraint const& one : package.tasks[i].after)
            before.push_back(numbers.at(one.predecessor));
        std::ranges::sort(before);
        before.erase(std::ranges::unique(before).begin(), before.end());
        for (auto const each : before)
            successors[each].push_back(i);
    }
    std::vector<std::size_t> waits_for(count);
    order.reserve(count);
    for (std::uint32_t i = 0; i < count; ++i)
        if ((waits_for[i] = predecessors[i].size()) == 0)
            order.push_back(i);
    for (std::size_t at = 0; at < order.size(); ++at)
        for (auto const next : successors[order[at]])
            if (--waits_for[next] == 0)
                order.push_back(next);
    assert(order.size() == count);
}

} // namespace ssislb::detail
