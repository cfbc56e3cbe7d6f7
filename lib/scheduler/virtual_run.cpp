#include "scheduler/virtual_player.hpp"

#include <ssislb/scheduler/virtual_run.hpp>

#include <chrono>
#include <utility>

namespace ssislb {

virtual_run play(parent_package const& package, std::unique_ptr<placement_policy> policy,
                 duration_estimates const& estimates, true_duration const& durations,
                 play_options const& how) {
    scheduler_options options;
    options.utc_offset = how.utc_offset;
    scheduler machine(package, std::move(policy), estimates, options);
    machine.feed(event::run_started{}, how.start);
    for (std::uint32_t i = 0; i < package.servers.size(); ++i)
        machine.feed(event::server_up{server_id{i}}, how.start);
    return detail::virtual_player(std::move(machine), durations, how.start).play();
}

virtual_run play(parent_package const& package, std::unique_ptr<placement_policy> policy,
                 duration_estimates const& estimates, play_options const& how) {
    auto const durations = [&](task_id task, server_id server) {
        return std::chrono::round<milliseconds>(estimates.of(task, server));
    };
    return play(package, std::move(policy), estimates, durations, how);
}

} // namespace ssislb
