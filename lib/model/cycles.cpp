#include "model/cycles.hpp"

#include <algorithm>
#include <cstddef>
#include <limits>

namespace ssislb::detail {
namespace {

constexpr auto none = std::numeric_limits<std::uint32_t>::max();

/// Tarjan's algorithm with an explicit stack: a chain of 10,000 tasks is an ordinary package.
class component_search {
public:
    explicit component_search(adjacency const& graph)
        : graph_(graph)
        , order_(graph.size(), none)
        , low_(graph.size(), none)
        , component_(graph.size(), none) {}

    /// For each node the number of its component.
    std::vector<std::uint32_t> run() && {
        for (std::uint32_t node = 0; node < graph_.size(); ++node)
            if (order_[node] == none)
                visit_from(node);
        return std::move(component_);
    }

private:
    struct frame {
        std::uint32_t node;
        std::size_t next_edge = 0;
    };

    void enter(std::uint32_t node) {
        order_[node] = low_[node] = visited_++;
        open_.push_back(node);
        frames_.push_back({node});
    }

    void visit_from(std::uint32_t root) {
        enter(root);
        while (!frames_.empty()) {
            auto& [node, edge] = frames_.back();
            if (edge == graph_[node].size()) {
                leave();
                continue;
            }
            auto const to = graph_[node][edge++];
            if (order_[to] == none)
                enter(to);
            else if (component_[to] == none)
                low_[node] = std::min(low_[node], order_[to]);
        }
    }

    void leave() {
        auto const node = frames_.back().node;
        frames_.pop_back();
        if (!frames_.empty()) {
            auto& parent_low = low_[frames_.back().node];
            parent_low = std::min(parent_low, low_[node]);
        }
        if (low_[node] == order_[node])
            close_component(node);
    }

    void close_component(std::uint32_t root) {
        std::uint32_t node = none;
        do {
            node = open_.back();
            open_.pop_back();
            component_[node] = components_;
        } while (node != root);
        ++components_;
    }

    adjacency const& graph_;
    std::vector<std::uint32_t> order_;
    std::vector<std::uint32_t> low_;
    std::vector<std::uint32_t> component_;
    std::vector<std::uint32_t> open_;
    std::vector<frame> frames_;
    std::uint32_t visited_ = 0;
    std::uint32_t components_ = 0;
};

/// Searches inside one component, breadth first; `came_from` is shared between the searches, as
/// components do not overlap.
std::vector<std::uint32_t> shortest_cycle(adjacency const& graph, std::uint32_t start,
                                          std::vector<std::uint32_t> const& component,
                                          std::vector<std::uint32_t>& came_from) {
    std::vector<std::uint32_t> queue{start};
    for (std::size_t head = 0; head < queue.size(); ++head) {
        auto const node = queue[head];
        for (auto const to : graph[node]) {
            if (to == start && node != start) {
                std::vector<std::uint32_t> cycle{node};
                while (cycle.back() != start)
                    cycle.push_back(came_from[cycle.back()]);
                std::ranges::reverse(cycle);
                return cycle;
            }
            if (to != start && component[to] == component[start] && came_from[to] == none) {
                came_from[to] = node;
                queue.push_back(to);
            }
        }
    }
    return {};
}

} // namespace

std::vector<std::vector<std::uint32_t>> find_cycles(adjacency const& graph) {
    auto const component = component_search(graph).run();
    std::vector<std::uint32_t> size(graph.size(), 0);
    for (auto const number : component)
        ++size[number];
    std::vector<std::uint32_t> came_from(graph.size(), none);
    std::vector<std::vector<std::uint32_t>> cycles;
    for (std::uint32_t node = 0; node < graph.size(); ++node) {
        if (size[component[node]] < 2)
            continue;
        cycles.push_back(shortest_cycle(graph, node, component, came_from));
        size[component[node]] = 0;
    }
    return cycles;
}

} // namespace ssislb::detail
