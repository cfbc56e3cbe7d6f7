// Finds tasks that wait for each other.
#pragma once

#include <cstdint>
#include <vector>

namespace ssislb::detail {

/// For each node the nodes it leads to. An edge from a node to itself is left out of account.
using adjacency = std::vector<std::vector<std::uint32_t>>;

/// One cycle for each strongly connected component of two or more nodes: a shortest one through
/// the component's first node, which stands in front. Ordered by that node.
///
/// Linear in nodes and edges; needs no stack depth.
[[nodiscard]] std::vector<std::vector<std::uint32_t>> find_cycles(adjacency const&);

} // namespace ssislb::detail
