// The placement board over a run's tables.
#include "scheduler/board.hpp"

#include "scheduler/slot_forecast.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ssislb::detail {

board::board(run_state& state, duration_estimates const& estimates, timestamp now,
             std::vector<run_decision>& out)
    : state_(state)
    , estimates_(estimates)
    , now_(now)
    , out_(out)
    , scratch_(state.servers.size()) {}

std::size_t board::next_startable(std::size_t from) const {
    auto const tasks = state_.ready();
    server_set const& open = open_servers();
    if (!state_.has_room() || open.empty())
        return tasks.size();
    for (; from < tasks.size(); ++from)
        if (state_.may_be_startable(tasks[from], open) && !startable_on(tasks[from]).empty())
            return from;
    return tasks.size();
}

/// Those that take any task at all now.
server_set const& board::open_servers() const {
    server_set const& full = state_.limits.full_servers();
    if (full.empty())
        return state_.servers.open();
    open_ = state_.servers.open();
    return open_ -= full;
}

server_set const& board::startable_on(task_id id) const {
    if (is_ready(id) && state_.has_room())
        state_.startable_for(id, scratch_);
    else
        scratch_ = server_set(state_.servers.size());
    return without_claimed(id);
}

server_set const& board::worth_waiting_for(task_id id) const {
    if (is_ready(id))
        state_.candidates_for(id, scratch_);
    else
        scratch_ = server_set(state_.servers.size());
    return without_claimed(id);
}

/// The servers of the last answer on which the task does not get in the way of those who wait.
server_set const& board::without_claimed(task_id id) const {
    if (!state_.limits.has_claims())
        return scratch_;
    auto const least = state_.limits.until_claimed(id);
    for (std::uint32_t s = 0; s < state_.servers.size(); ++s) {
        server_id const one{s};
        auto const until = std::min(least, state_.limits.until_claimed(one));
        if (std::isfinite(until.count()) && estimate(id, one) > until)
            scratch_.erase(one);
    }
    return scratch_;
}

bool board::place(task_id id, server_id server) {
    if (!startable_on(id).contains(server))
        return false;
    std::uint32_t const number = state_[id].number + 1;
    state_.open_attempt(id, number, server, now_);
    out_.emplace_back(decision::start{{id, number}, server});
    return true;
}

void board::reserve(task_id id) {
    if (!is_ready(id) || !state_.limits.blocks(id))
        return;
    estimated_duration begin{0};
    state_.limits.for_each_full(
        id, [&](std::uint32_t limit) { begin = std::max(begin, until_released(limit)); });
    state_.limits.claim(id, begin);
}

/// Until the first of those that count on it ends.
estimated_duration board::until_released(std::uint32_t limit) const {
    estimated_duration least{std::numeric_limits<double>::infinity()};
    for (running_attempt const& one : state_.live())
        if (state_.limits.counts(limit, one.attempt.task, one.server))
            least = std::min(least, residual(estimate(one.attempt.task, one.server),
                                             estimated_duration(now_ - one.since)));
    return least;
}

bool board::is_ready(task_id id) const noexcept {
    return state_.has(id) && state_[id].state == task_state::ready;
}

} // namespace ssislb::detail
