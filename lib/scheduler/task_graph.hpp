// Who follows whom in a parent package, whatever the constraints ask for.
#pragma once

#include <ssislb/model/parent_package.hpp>

#include <cstdint>
#include <vector>

namespace ssislb::detail {

struct task_graph {
    /// Precondition: validate(package) is empty.
    explicit task_graph(parent_package const&);

    /// By task; each neighbour once.
    std::vector<std::vector<std::uint32_t>> predecessors;
    std::vector<std::vector<std::uint32_t>> successors;
    /// Each task behind all its predecessors.
    std::vector<std::uint32_t> order;
};

} // namespace ssislb::detail
