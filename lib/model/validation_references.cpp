// Checks what tasks say about servers and about each other.
#include "model/cycles.hpp"
#include "model/suggestion.hpp"
#include "model/validation_parts.hpp"

#include <fmt/format.h>

#include <array>
#include <map>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace ssislb::detail {
namespace {

// A cycle of thousands of tasks is no help to read in full.
constexpr std::size_t longest_path_shown = 20;

template <class Elements>
std::vector<std::string_view> names_of(Elements const& elements) {
    std::vector<std::string_view> names;
    names.reserve(elements.size());
    for (auto const& element : elements)
        names.push_back(element.name);
    return names;
}

std::unordered_map<std::string_view, std::uint32_t>
positions(std::vector<std::string_view> const& names) {
    std::unordered_map<std::string_view, std::uint32_t> found;
    for (std::uint32_t at = 0; at < names.size(); ++at)
        if (!names[at].empty())
            found.emplace(names[at], at);
    return found;
}

class server_references {
public:
    explicit server_references(parent_package const& package)
        : known_(positions(names_of(package.servers)))
        , suggestions_(names_of(package.servers)) {}

    void check(task const& t, element_mistakes& mistakes) {
        std::unordered_map<std::string_view, std::size_t> listed;
        for (std::size_t item = 0; item < t.servers.size(); ++item) {
            std::string_view const name = t.servers[item];
            if (!known_.contains(name))
                mistakes.add("servers", item,
                             fmt::format("there is no server \"{}\"; {}", name,
                                         suggestions_.advice(name, "add a [[server]] of this name, "
                                                                   "or remove it from the list")));
            if (auto const [first, added] = listed.emplace(name, item); !added)
                mistakes.add_duplicate(
                    mistakes.location("servers", item), mistakes.location("servers", first->second),
                    fmt::format("the server \"{}\" is listed twice; remove one of them", name));
        }
    }

private:
    std::unordered_map<std::string_view, std::uint32_t> known_;
    suggestion_source suggestions_;
};

/// Checks the constraints and gathers those that lead from task to task.
class constraint_references {
public:
    explicit constraint_references(parent_package const& package)
        : package_(package)
        , known_(positions(names_of(package.tasks)))
        , suggestions_(names_of(package.tasks))
        , successors_(package.tasks.size()) {}

    void check(std::uint32_t at, element_mistakes& mistakes) {
        std::map<std::pair<std::string_view, constraint_kind>, std::size_t> listed;
        std::array<std::size_t, 3> items{};
        for (auto const& [predecessor, kind] : package_.tasks[at].after) {
            auto const where =
                mistakes.location(key_of(kind), items[static_cast<std::size_t>(kind)]++);
            auto const [first, added] =
                listed.emplace(std::pair(std::string_view(predecessor), kind), where.item);
            if (added)
                check_one(at, predecessor, where, mistakes);
            else
                mistakes.add_duplicate(where, mistakes.location(where.key, first->second),
                                       fmt::format("the task \"{}\" is listed twice; remove one of "
                                                   "them",
                                                   predecessor));
        }
    }

    [[nodiscard]] adjacency const& successors() const noexcept { return successors_; }

private:
    void check_one(std::uint32_t at, std::string const& predecessor, mistake_location const& where,
                   element_mistakes& mistakes) {
        auto const found = known_.find(predecessor);
        if (predecessor == package_.tasks[at].name)
            mistakes.add(where.key, where.item,
                         fmt::format("the task \"{}\" waits for itself; remove this constraint",
                                     predecessor));
        else if (found != known_.end())
            successors_[found->second].push_back(at);
        else
            mistakes.add(where.key, where.item,
                         fmt::format("there is no task \"{}\"; {}", predecessor,
                                     suggestions_.advice(predecessor,
                                                         "add a [[task]] of this name, or remove "
                                                         "the constraint")));
    }

    parent_package const& package_;
    std::unordered_map<std::string_view, std::uint32_t> known_;
    suggestion_source suggestions_;
    adjacency successors_;
};

std::string path_text(parent_package const& package, std::vector<std::uint32_t> const& cycle) {
    std::string text;
    for (std::size_t i = 0; i < cycle.size(); ++i) {
        if (cycle.size() > longest_path_shown && i == longest_path_shown / 2) {
            std::size_t const left_out = cycle.size() - longest_path_shown;
            text += fmt::format("({} more) -> ", left_out);
            i += left_out;
        }
        text += package.tasks[cycle[i]].name + " -> ";
    }
    return text + package.tasks[cycle.front()].name;
}

/// The constraint that closes the cycle: the one that leads back to its first task.
mistake_location closing_constraint(parent_package const& package,
                                    std::vector<std::uint32_t> const& cycle) {
    auto const& last = package.tasks[cycle.back()].name;
    std::array<std::size_t, 3> items{};
    for (auto const& [predecessor, kind] : package.tasks[cycle.front()].after) {
        auto const item = items[static_cast<std::size_t>(kind)]++;
        if (predecessor == last)
            return {mistake_location::element::task, cycle.front(), std::string(key_of(kind)),
                    item};
    }
    return {mistake_location::element::task, cycle.front(), "after", 0};
}

} // namespace

void check_references(parent_package const& package, mistake_list& list) {
    server_references servers(package);
    constraint_references constraints(package);
    for (std::uint32_t at = 0; at < package.tasks.size(); ++at) {
        element_mistakes mistakes(list, mistake_location::element::task, at);
        servers.check(package.tasks[at], mistakes);
        constraints.check(at, mistakes);
    }
    for (auto const& cycle : find_cycles(constraints.successors()))
        list.add(closing_constraint(package, cycle),
                 fmt::format("these tasks wait for each other: {}; remove one of these constraints",
                             path_text(package, cycle)));
}

} // namespace ssislb::detail
