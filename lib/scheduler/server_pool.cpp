// The servers of a run.
#include "scheduler/server_pool.hpp"

#include <algorithm>

namespace ssislb::detail {
namespace {

bool is_available(server_status const& status) noexcept {
    return status.state == server_state::up && !status.agent_down;
}

} // namespace

server_pool::server_pool(parent_package const& package)
    : records_(package.servers.size())
    , unheard_(package.servers.size())
    , accepting_(package.servers.size())
    , open_(package.servers.size())
    , gone_(package.servers.size()) {
    loads_.reserve(package.servers.size());
    for (server const& one : package.servers)
        loads_.push_back({one.max_jobs, one.max_jobs, one.speed, false});
}

void server_pool::begin(timestamp now) {
    for (record& one : records_)
        one.unavailable_since = now;
}

void server_pool::report_up(server_id id) {
    record& one = records_[index(id)];
    hear_of(one);
    one.status.state = server_state::up;
    ++one.times_up;
    agent_found_up(id);
}

void server_pool::report_down(server_id id, timestamp now, bool final) {
    record& one = records_[index(id)];
    mark_unavailable(one, now);
    hear_of(one);
    if (one.status.state != server_state::gone)
        one.status.state = final ? server_state::gone : server_state::down;
    refresh(id);
}

void server_pool::drain(server_id id, bool drained) {
    records_[index(id)].status.drained = drained;
    refresh(id);
}

void server_pool::agent_found_down(server_id id, timestamp now, timestamp until) {
    record& one = records_[index(id)];
    mark_unavailable(one, now);
    one.status.agent_down = true;
    one.agent_delayed_until = until;
    refresh(id);
}

void server_pool::agent_found_up(server_id id) {
    record& one = records_[index(id)];
    one.status.agent_down = false;
    one.agent_delayed_until.reset();
    refresh(id);
}

void server_pool::end_agent_delay(server_id id) {
    records_[index(id)].agent_delayed_until.reset();
    refresh(id);
}

std::optional<timestamp> server_pool::agent_delayed_until(server_id id) const noexcept {
    return records_[index(id)].agent_delayed_until;
}

void server_pool::take_slot(server_id id) {
    ++records_[index(id)].status.running;
    refresh(id);
}

void server_pool::release_slot(server_id id) {
    --records_[index(id)].status.running;
    refresh(id);
}

bool server_pool::available(server_id id) const noexcept {
    return is_available(records_[index(id)].status);
}

timestamp server_pool::unavailable_since(server_id id) const noexcept {
    return records_[index(id)].unavailable_since;
}

std::uint32_t server_pool::times_up(server_id id) const noexcept {
    return records_[index(id)].times_up;
}

server_status server_pool::status(server_id id) const noexcept {
    return records_[index(id)].status;
}

void server_pool::hear_of(record& one) noexcept {
    if (one.status.state == server_state::unheard)
        --unheard_;
}

void server_pool::refresh(server_id id) {
    record const& one = records_[index(id)];
    server_load& load = loads_[index(id)];
    // Attempts taken over from a journal may be more than the slots of an edited plan.
    load.free = load.max_jobs - std::min(load.max_jobs, one.status.running);
    load.accepting =
        one.status.state == server_state::up && !one.status.drained && !one.agent_delayed_until;
    accepting_.assign(id, load.accepting);
    open_.assign(id, load.accepting && load.free > 0);
    gone_.assign(id, one.status.state == server_state::gone);
}

void server_pool::mark_unavailable(record& one, timestamp now) noexcept {
    if (is_available(one.status))
        one.unavailable_since = now;
}

} // namespace ssislb::detail
