#include "scheduler/virtual_player.hpp"
#include "scheduler/whole_milliseconds.hpp"

#include <ssislb/scheduler/virtual_run.hpp>

#include <utility>

namespace ssislb {

virtual_run play(parent_package const& package, std::unique_ptr<placement_policy> policy,
                 duration_estimates const& estimates, true_duration const& durations,
                 play_options const& how) {
    scheduler_options options;
    options.zone = how.zone;
    scheduler machine(package, std::move(policy), estimates, options);
    machine.feed(event::run_started{}, how.start);
    for (std::uint32_t i = 0; i < package.servers.size(); ++i)
        machine.feed(event::server_up{server_id{i}}, how.start);
    return detail::virtual_player(package, std::move(machine), durations, how.start).play();
}

virtual_run play(parent_package const& package, std::unique_ptr<placement_policy> policy,
                 duration_estimates const& estimates, play_options const& how) {
    auto const durations = [&](task_id task, server_id server) {
        return detail::whole_milliseconds(estimates.of(task, server));
    };
    return play(package, std::move(policy), estimates, durations, how);
}

} // namespace ssislb
