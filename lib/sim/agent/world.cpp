#include "sim/agent/world.hpp"

#include "sim/agent/text.hpp"

#include <algorithm>
#include <utility>

namespace ssislb::sim::detail {

world::world(instance_spec described, std::shared_ptr<sim::clock const> time)
    : clock{std::move(time)}
    , spec{std::move(described)}
    , jobs{spec.name}
    , history{spec.history, jobs}
    , agent{spec, jobs, history} {
    catch_up();
    created = now();
    for (auto& each : spec.jobs)
        add_job(std::move(each));
    for (auto& each : spec.faults)
        faults.add(std::move(each));
    spec.jobs = {};
    spec.faults = {};
    if (spec.agent_running)
        agent.start_service();
}

void world::catch_up() {
    server_time const present{(clock->now() + spec.utc_offset).time_since_epoch()};
    while (!late_.empty() && late_.front().at <= present) {
        auto const due = std::move(late_.front());
        late_.erase(late_.begin());
        agent.play_until(due.at);
        if (alive)
            due.run(*this);
    }
    agent.play_until(present);
}

void world::expect(late_arrival arrival) {
    auto const place = std::ranges::upper_bound(late_, arrival.at, {}, &late_arrival::at);
    late_.insert(place, std::move(arrival));
}

login_spec const* world::find_login(std::string_view user) const {
    for (auto const& each : spec.logins)
        if (same_name(each.user, user))
            return &each;
    return nullptr;
}

job& world::add_job(job_spec added) {
    categories.add(added.category);
    return jobs.add(std::move(added), now());
}

void world::remove_job(job& gone, bool with_history) {
    agent.lose_run_of(gone);
    if (with_history)
        history.remove_rows_of(gone);
    agent.forget(gone);
    jobs.remove(gone.id);
}

void world::kill_server() {
    if (!alive)
        return;
    alive = false;
    agent_starts_with_server = agent.running();
    agent.kill_service();
}

void world::revive_server() {
    if (alive)
        return;
    alive = true;
    if (agent_starts_with_server)
        agent.start_service();
}

} // namespace ssislb::sim::detail
