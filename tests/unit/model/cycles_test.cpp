// Tests of the search for cycles.
#include "model/cycles.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <random>

using ssislb::detail::adjacency;
using ssislb::detail::find_cycles;
using cycles = std::vector<std::vector<std::uint32_t>>;

namespace {

/// Whether one node leads to another, by Warshall's closure: slow, and too simple to be wrong.
std::vector<std::vector<bool>> closure(adjacency const& graph) {
    std::vector reach(graph.size(), std::vector<bool>(graph.size()));
    for (std::size_t from = 0; from < graph.size(); ++from)
        for (auto const to : graph[from])
            reach[from][to] = true;
    for (std::size_t via = 0; via < graph.size(); ++via)
        for (std::size_t from = 0; from < graph.size(); ++from)
            for (std::size_t to = 0; to < graph.size(); ++to)
                if (reach[from][via] && reach[via][to])
                    reach[from][to] = true;
    return reach;
}

/// The first node of each component of two or more nodes.
std::vector<std::uint32_t> expected_heads(adjacency const& graph) {
    auto const reach = closure(graph);
    std::vector<std::uint32_t> heads;
    for (std::uint32_t node = 0; node < graph.size(); ++node) {
        auto const together = [&](std::uint32_t other) {
            return other != node && reach[node][other] && reach[other][node];
        };
        bool partner = false;
        bool earlier = false;
        for (std::uint32_t other = 0; other < graph.size(); ++other) {
            partner = partner || together(other);
            earlier = earlier || (other < node && together(other));
        }
        if (partner && !earlier)
            heads.push_back(node);
    }
    return heads;
}

bool is_cycle(adjacency const& graph, std::vector<std::uint32_t> const& path) {
    for (std::size_t i = 0; i < path.size(); ++i)
        if (std::ranges::count(graph[path[i]], path[(i + 1) % path.size()]) == 0)
            return false;
    auto sorted = path;
    std::ranges::sort(sorted);
    return path.size() > 1 && std::ranges::adjacent_find(sorted) == sorted.end();
}

adjacency chain(std::uint32_t length) {
    adjacency graph(length);
    for (std::uint32_t node = 0; node + 1 < length; ++node)
        graph[node].push_back(node + 1);
    return graph;
}

} // namespace

TEST_CASE("a graph without cycles has none", "[model][cycles]") {
    CHECK(find_cycles({}).empty());
    CHECK(find_cycles(chain(5)).empty());
    CHECK(find_cycles({{1, 2}, {3}, {3}, {}}).empty());
}

TEST_CASE("a cycle starts at its first node and follows the edges", "[model][cycles]") {
    CHECK(find_cycles({{2}, {0}, {1}}) == cycles{{0, 2, 1}});
    CHECK(find_cycles({{1}, {2}, {3}, {1}}) == cycles{{1, 2, 3}});
}

TEST_CASE("each group of nodes gives one cycle, a shortest one", "[model][cycles]") {
    CHECK(find_cycles({{1}, {2}, {0, 1}, {4}, {3}}) == cycles{{0, 1, 2}, {3, 4}});
    CHECK(find_cycles({{1, 3}, {2}, {3}, {0}}) == cycles{{0, 3}});
}

TEST_CASE("an edge from a node to itself is no cycle of several nodes", "[model][cycles]") {
    CHECK(find_cycles({{0}}).empty());
    CHECK(find_cycles({{0, 1}, {1, 0}}) == cycles{{0, 1}});
}

TEST_CASE("a chain of a hundred thousand nodes needs no deep stack", "[model][cycles]") {
    constexpr std::uint32_t length = 100'000;
    auto graph = chain(length);
    CHECK(find_cycles(graph).empty());
    graph.back().push_back(0);
    auto const found = find_cycles(graph);
    REQUIRE(found.size() == 1);
    CHECK(found.front().size() == length);
}

TEST_CASE("random graphs have the cycles that a naive search finds", "[model][cycles]") {
    auto const seed = std::random_device{}();
    CAPTURE(seed);
    std::mt19937 random(seed);
    for (int round = 0; round < 300; ++round) {
        adjacency graph(2 + random() % 12);
        auto const edges = random() % (graph.size() * 2);
        for (std::size_t edge = 0; edge < edges; ++edge)
            graph[random() % graph.size()].push_back(
                static_cast<std::uint32_t>(random() % graph.size()));
        auto const found = find_cycles(graph);
        std::vector<std::uint32_t> heads;
        for (auto const& cycle : found) {
            REQUIRE(is_cycle(graph, cycle));
            heads.push_back(cycle.front());
        }
        REQUIRE(heads == expected_heads(graph));
    }
}
