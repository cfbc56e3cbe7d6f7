// A machine made from the events that another one was fed.
#include "replay.hpp"

#include "stage.hpp"

#include <algorithm>
#include <iterator>

namespace ssislb::test {

machine_view view_of(scheduler const& machine, parent_package const& package) {
    machine_view view;
    for (std::uint32_t i = 0; i < package.tasks.size(); ++i)
        view.tasks.push_back(machine.status(task_id{i}));
    for (std::uint32_t i = 0; i < package.servers.size(); ++i)
        view.servers.push_back(machine.status(server_id{i}));
    view.counts = machine.counts();
    view.paused = machine.paused();
    view.result = machine.result();
    return view;
}

bool is_journaled(run_event const& what) {
    return !std::holds_alternative<event::tick>(what);
}

std::vector<std::string> ends_in(parent_package const& package,
                                 std::vector<run_decision> const& decisions) {
    std::vector<std::string> result;
    for (run_decision const& one : decisions)
        if (std::holds_alternative<decision::attempt_settled>(one) ||
            std::holds_alternative<decision::task_settled>(one) ||
            std::holds_alternative<decision::task_skipped>(one))
            result.push_back(describe(package, one));
    return result;
}

scheduler replayed(parent_package const& package, tried_policy policy, scheduler_options options,
                   std::span<played_step const> steps, std::vector<std::string>& ends) {
    scheduler machine(package, policy.make(package), options);
    for (auto const& [at, fed] : steps) {
        if (!fed || !is_journaled(*fed))
            continue;
        machine.feed(*fed, at);
        std::ranges::copy(ends_in(package, machine.consequences(at)), std::back_inserter(ends));
    }
    return machine;
}

} // namespace ssislb::test
