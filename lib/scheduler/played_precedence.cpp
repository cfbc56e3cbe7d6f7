#include "scheduler/played_precedence.hpp"

#include <algorithm>
#include <ranges>
#include <string_view>
#include <unordered_map>

namespace ssislb::detail {
namespace {

using task_numbers = std::unordered_map<std::string_view, std::uint32_t>;

task_numbers numbers_of(parent_package const& package) {
    task_numbers numbers;
    for (std::uint32_t i = 0; i < package.tasks.size(); ++i)
        numbers.emplace(package.tasks[i].name, i);
    return numbers;
}

/// Where all that runs succeeds, a failure never comes.
bool holds(precedence_constraint const& one, task_numbers const& numbers,
           std::vector<played_task> const& played) {
    return one.kind != constraint_kind::failure && played[numbers.at(one.predecessor)].reached;
}

/// Fills in what let the task begin. False: it was skipped.
bool release(task const& one, task_numbers const& numbers, std::vector<played_task> const& played,
             played_task& to) {
    auto& on = to.waited_on;
    for (auto const& each : one.after)
        if (holds(each, numbers, played))
            on.push_back(numbers.at(each.predecessor));
    bool const any = one.join == constraint_join::any && !one.after.empty();
    if (any ? on.empty() : on.size() < one.after.size())
        return false;
    auto const end_of = [&played](std::uint32_t which) { return played[which].end; };
    if (any)
        on = {*std::ranges::min_element(on, {}, end_of)};
    for (auto const each : on) {
        auto const& before = played[each];
        if (to.released_by && before.end <= to.released)
            continue;
        to.released = before.end;
        // A disabled task only hands on what it waited for.
        to.released_by = before.end > before.begin ? each : before.released_by;
    }
    return true;
}

void find_latest(task_graph const& graph, milliseconds makespan, std::vector<played_task>& played) {
    std::vector<milliseconds> latest_end(played.size(), makespan);
    for (auto const which : std::views::reverse(graph.order)) {
        auto& one = played[which];
        one.latest_begin = latest_end[which] - (one.end - one.begin);
        for (auto const before : one.waited_on)
            latest_end[before] = std::min(latest_end[before], one.latest_begin);
    }
}

} // namespace

std::vector<played_task> played_precedence(parent_package const& package, task_graph const& graph,
                                           virtual_run const& run) {
    auto const numbers = numbers_of(package);
    std::vector<played_task> played(package.tasks.size());
    for (auto const& attempt : run.attempts) {
        played[index(attempt.task)].begin = attempt.begin;
        played[index(attempt.task)].end = attempt.end;
    }
    for (auto const which : graph.order) {
        auto& one = played[which];
        one.reached = release(package.tasks[which], numbers, played, one);
        if (!one.reached)
            one.waited_on.clear();
        else if (!package.tasks[which].enabled)
            one.begin = one.end = one.released;
    }
    find_latest(graph, run.makespan, played);
    return played;
}

parent_package reached_package(parent_package const& package,
                               std::vector<played_task> const& played) {
    auto const numbers = numbers_of(package);
    parent_package reached = package;
    reached.tasks.clear();
    for (std::size_t i = 0; i < played.size(); ++i) {
        if (!played[i].reached)
            continue;
        auto& one = reached.tasks.emplace_back(package.tasks[i]);
        std::erase_if(one.after, [&](auto const& each) { return !holds(each, numbers, played); });
    }
    return reached;
}

} // namespace ssislb::detail
