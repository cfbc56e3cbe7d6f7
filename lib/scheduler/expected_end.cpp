#include "scheduler/slot_forecast.hpp"
#include "scheduler/virtual_player.hpp"
#include "scheduler/whole_milliseconds.hpp"

#include <ssislb/scheduler/expected_end.hpp>

#include <algorithm>
#include <chrono>
#include <utility>

namespace ssislb {
namespace {

struct live_attempt {
    attempt_id id;
    timestamp end;
};

std::vector<live_attempt> live_attempts(parent_package const& package, scheduler const& machine,
                                        duration_estimates const& estimates, timestamp now) {
    std::vector<live_attempt> live;
    for (std::uint32_t i = 0; i < package.tasks.size(); ++i) {
        auto const status = machine.status(task_id{i});
        bool const runs = status.state == task_state::starting ||
                          status.state == task_state::running ||
                          status.state == task_state::stopping;
        if (!runs)
            continue;
        auto const age = estimated_duration(now - status.running_since.value_or(now));
        auto const left = detail::residual(estimates.of(task_id{i}, *status.server), age);
        live.push_back({{task_id{i}, status.attempt}, now + detail::whole_milliseconds(left)});
    }
    return live;
}

/// They are thought to come back at once.
void bring_back(parent_package const& package, scheduler& machine, timestamp now) {
    for (std::uint32_t i = 0; i < package.servers.size(); ++i) {
        auto const state = machine.status(server_id{i}).state;
        if (state == server_state::unheard || state == server_state::down)
            machine.feed(event::server_up{server_id{i}}, now);
    }
}

} // namespace

std::optional<timestamp> expected_end(parent_package const& package,
                                      std::unique_ptr<placement_policy> policy,
                                      scheduler_options options,
                                      std::span<timed_event const> so_far, timestamp now) {
    scheduler machine(package, std::move(policy), options);
    for (auto const& one : so_far)
        machine.feed(one.what, one.at);
    bring_back(package, machine, now);
    auto const failed = machine.counts().failed;
    auto const estimates = machine.estimates();
    auto const live = live_attempts(package, machine, estimates, now);
    true_duration const durations = [&estimates](task_id task, server_id server) {
        return detail::whole_milliseconds(estimates.of(task, server));
    };
    detail::virtual_player player(package, std::move(machine), durations, now);
    for (auto const& one : live)
        player.goes_on(one.id, one.end);
    static_cast<void>(player.play(now + std::chrono::months(1)));
    // Whatever runs succeeds, so what failed found no server.
    bool const all_done = player.finished() && player.counts().failed == failed;
    return all_done ? std::optional(player.now()) : std::nullopt;
}

} // namespace ssislb
