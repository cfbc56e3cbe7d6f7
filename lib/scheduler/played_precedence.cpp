#include "scheduler/played_precedence.hpp"

#include <algorithm>
#include <map>
#include <string_view>
#include <unordered_map>
#include <utility>

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

/// Those that ran or handed on, by begin; each behind what it waited on.
std::vector<std::uint32_t> in_played_order(task_graph const& graph,
                                           std::vector<played_task> const& played) {
    std::vector<std::uint32_t> order;
    for (auto const which : graph.order)
        if (played[which].reached)
            order.push_back(which);
    std::ranges::stable_sort(order, {}, [&](std::uint32_t which) { return played[which].begin; });
    return order;
}

/// By task, the one that has its slot after it.
std::vector<std::optional<std::uint32_t>> next_in_slot(std::size_t tasks, virtual_run const& run,
                                                       std::vector<std::uint32_t> const& slots) {
    std::map<std::pair<server_id, std::uint32_t>, std::size_t> last;
    std::vector<std::optional<std::uint32_t>> next(tasks);
    for (std::size_t i = 0; i < run.attempts.size(); ++i) {
        auto const task = index(run.attempts[i].task);
        auto const [known, first] = last.try_emplace({run.attempts[i].server, slots[i]}, task);
        if (!first)
            next[std::exchange(known->second, task)] = static_cast<std::uint32_t>(task);
    }
    return next;
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
    return played;
}

std::vector<milliseconds> latest_begins(task_graph const& graph, virtual_run const& run,
                                        std::vector<std::uint32_t> const& slots,
                                        std::vector<played_task> const& played) {
    std::vector<milliseconds> latest_end(played.size(), run.makespan);
    std::vector<milliseconds> latest_begin(played.size());
    auto const next = next_in_slot(played.size(), run, slots);
    auto order = in_played_order(graph, played);
    std::ranges::reverse(order);
    for (auto const which : order) {
        auto const& one = played[which];
        if (next[which])
            latest_end[which] = std::min(latest_end[which], latest_begin[*next[which]]);
        latest_begin[which] = latest_end[which] - (one.end - one.begin);
        for (auto const before : one.waited_on)
            latest_end[before] = std::min(latest_end[before], latest_begin[which]);
    }
    return latest_begin;
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
