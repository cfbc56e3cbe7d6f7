#include "scheduler/critical_chain.hpp"
#include "scheduler/estimated_run.hpp"

#include <ssislb/scheduler/forecast.hpp>

#include <algorithm>
#include <utility>

namespace ssislb {
namespace {

using detail::played_task;

/// For the tasks that run alone: the others need no time.
lower_bound bound_for(parent_package const& package, std::vector<played_task> const& played,
                      duration_estimates const& estimates) {
    std::vector<task_id> reached;
    for (std::uint32_t i = 0; i < played.size(); ++i)
        if (played[i].reached)
            reached.push_back(task_id{i});
    return makespan_lower_bound(detail::reached_package(package, played),
                                estimates.for_tasks(reached));
}

std::vector<server_forecast> loads_of(parent_package const& package, virtual_run const& run) {
    std::vector<server_forecast> loads(package.servers.size());
    for (auto const& attempt : run.attempts) {
        auto& load = loads[index(attempt.server)];
        ++load.tasks;
        load.busy += attempt.end - attempt.begin;
    }
    for (std::size_t i = 0; run.makespan.count() > 0 && i < loads.size(); ++i)
        loads[i].use = static_cast<double>(loads[i].busy.count()) /
                       static_cast<double>(run.makespan.count()) / package.servers[i].max_jobs;
    return loads;
}

} // namespace

std::string_view to_string(wait_reason which) noexcept {
    switch (which) {
    case wait_reason::nothing:
        return "nothing";
    case wait_reason::predecessor:
        return "predecessor";
    case wait_reason::slot:
        return "slot";
    case wait_reason::run_limit:
        return "run limit";
    case wait_reason::placement:
        return "placement";
    }
    return "";
}

double forecast::ratio() const noexcept {
    if (bound.length.count() <= 0)
        return 1;
    return std::max(1.0, estimated_duration(makespan) / bound.length);
}

forecast make_forecast(parent_package const& package, duration_estimates const& estimates,
                       play_options const& how) {
    auto const run = detail::play_as_estimated(package, estimates, how);
    detail::task_graph const graph(package);
    auto const played = detail::played_precedence(package, graph, run);
    auto const slots = detail::slots_of(package, run);
    auto const latest = detail::latest_begins(graph, run, slots, played);
    forecast made;
    made.played = how;
    made.makespan = run.makespan;
    made.bound = bound_for(package, played, estimates);
    made.servers = loads_of(package, run);
    made.tasks.resize(package.tasks.size());
    for (std::size_t i = 0; i < run.attempts.size(); ++i) {
        auto const& attempt = run.attempts[i];
        auto const which = index(attempt.task);
        made.tasks[which] = {attempt.server, slots[i], attempt.begin, attempt.end, latest[which]};
    }
    made.critical_path = detail::critical_chain(package, run, slots, played);
    for (auto const& step : made.critical_path)
        made.tasks[index(step.task)]->critical = true;
    return made;
}

} // namespace ssislb
