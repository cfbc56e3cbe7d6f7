// The servers of a run.
#include "scheduler/server_pool.hpp"

#include <algorithm>

namespace ssislb::detail {
namespace {

bool is_available(server_status const& status) noexcept {
    return status.state == server_state::up && status.breaker == breaker_state::closed;
}

/// While a start is on trial nothing else goes there.
bool lets_through(breaker_state breaker, std::uint32_t starting) noexcept {
    return breaker == breaker_state::closed ||
           (breaker == breaker_state::half_open && starting == 0);
}

} // namespace

server_pool::server_pool(parent_package const& package, circuit_breaker::limits const& limits)
    : unheard_(package.servers.size())
    , accepting_(package.servers.size())
    , open_(package.servers.size())
    , gone_(package.servers.size()) {
    loads_.reserve(package.servers.size());
    records_.reserve(package.servers.size());
    for (server const& one : package.servers) {
        loads_.push_back({.max_jobs = one.max_jobs, .free = one.max_jobs, .speed = one.speed});
        records_.push_back({.breaker = circuit_breaker(limits), .gate = start_gate(one)});
        records_.back().status.max_jobs = one.max_jobs;
    }
}

void server_pool::begin(timestamp now) {
    for (record& one : records_)
        one.unavailable_since = now;
}

void server_pool::forget_reports(timestamp now) {
    for (std::uint32_t i = 0; i < records_.size(); ++i) {
        record& one = records_[i];
        if (one.status.state == server_state::gone)
            continue;
        mark_unavailable(one, now);
        unheard_ += one.status.state == server_state::unheard ? 0U : 1U;
        one.status.state = server_state::unheard;
        refresh(server_id{i});
    }
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

void server_pool::limit(server_id id, std::uint32_t max_jobs) {
    records_[index(id)].status.max_jobs = max_jobs;
    refresh(id);
}

template <class Change>
void server_pool::change_breaker(server_id id, timestamp now, Change change) {
    record& one = records_[index(id)];
    change(one.breaker);
    if (one.breaker.state() != breaker_state::closed)
        mark_unavailable(one, now);
    one.status.breaker = one.breaker.state();
    refresh(id);
}

void server_pool::agent_found_down(server_id id, timestamp now) {
    records_[index(id)].status.agent_down = true;
    change_breaker(id, now, [now](circuit_breaker& breaker) { breaker.trip(now); });
}

void server_pool::note_trouble(server_id id, timestamp now) {
    change_breaker(id, now, [now](circuit_breaker& breaker) { breaker.trouble(now); });
}

void server_pool::agent_found_up(server_id id) {
    record& one = records_[index(id)];
    one.status.agent_down = false;
    one.breaker.success();
    one.status.breaker = breaker_state::closed;
    refresh(id);
}

void server_pool::half_open(server_id id) {
    record& one = records_[index(id)];
    one.breaker.half_open();
    one.status.breaker = breaker_state::half_open;
    refresh(id);
}

std::optional<timestamp> server_pool::broken_until(server_id id) const noexcept {
    return records_[index(id)].breaker.open_until();
}

void server_pool::open_window(server_id id, bool open) {
    records_[index(id)].status.in_window = open;
    refresh(id);
}

void server_pool::count_foreign(server_id id, std::uint32_t jobs) {
    records_[index(id)].status.foreign = jobs;
    refresh(id);
}

void server_pool::short_of_threads(server_id id, std::uint32_t slots, timestamp until) {
    record& one = records_[index(id)];
    one.status.short_of_threads = true;
    one.short_slots = slots;
    one.short_until = until;
    refresh(id);
}

void server_pool::end_shortage(server_id id) {
    record& one = records_[index(id)];
    one.status.short_of_threads = false;
    one.short_until.reset();
    refresh(id);
}

std::optional<timestamp> server_pool::short_until(server_id id) const noexcept {
    return records_[index(id)].short_until;
}

void server_pool::take_slot(server_id id, timestamp now) {
    record& one = records_[index(id)];
    ++one.status.running;
    ++one.starting;
    one.gate.start(now);
    refresh(id);
}

void server_pool::note_accepted(server_id id) {
    --records_[index(id)].starting;
    refresh(id);
}

void server_pool::release_slot(server_id id, bool was_accepted, bool was_picked_up) {
    record& one = records_[index(id)];
    --one.status.running;
    one.starting -= was_accepted ? 0U : 1U;
    if (!was_picked_up)
        one.gate.settle();
    refresh(id);
}

void server_pool::note_pickup(server_id id) {
    records_[index(id)].gate.settle();
    refresh(id);
}

std::optional<timestamp> server_pool::paced_until(server_id id) const noexcept {
    return records_[index(id)].gate.paced_until();
}

void server_pool::end_pace(server_id id) {
    records_[index(id)].gate.end_pace();
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
    auto const slots =
        one.short_until ? std::min(one.status.max_jobs, one.short_slots) : one.status.max_jobs;
    load.max_jobs = slots - std::min(slots, one.status.foreign);
    // More may be held than there are: by attempts taken over from a journal of an edited plan, or
    // where slots were taken away.
    load.free = load.max_jobs - std::min(load.max_jobs, one.status.running);
    // A server without a slot for us is not one to wait for: who knows when others are through.
    load.accepting = one.status.state == server_state::up && !one.status.drained &&
                     one.status.in_window && lets_through(one.status.breaker, one.starting) &&
                     load.max_jobs > 0;
    load.gated = !one.gate.is_open();
    load.opens_at = one.gate.paced_until();
    load.last_start = one.gate.last_start();
    accepting_.assign(id, load.accepting);
    open_.assign(id, load.accepting && load.free > 0 && !load.gated);
    gone_.assign(id, one.status.state == server_state::gone);
}

void server_pool::mark_unavailable(record& one, timestamp now) noexcept {
    if (is_available(one.status))
        one.unavailable_since = now;
}

} // namespace ssislb::detail
