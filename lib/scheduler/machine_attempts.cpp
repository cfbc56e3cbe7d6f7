// The life of an attempt: accepted or refused, stopped, ended.
#include "scheduler/machine.hpp"

#include <algorithm>

namespace ssislb::detail {

attempt_record* machine::find_live(attempt_id id) noexcept {
    if (!state_.has(id.task))
        return nullptr;
    task_record& task = state_[id.task];
    return task.live && task.number == id.number ? &*task.live : nullptr;
}

attempt_record* machine::find_starting(attempt_id id) noexcept {
    attempt_record* const live = find_live(id);
    return live != nullptr && live->phase != start_phase::accepted ? live : nullptr;
}

void machine::accept(attempt_id id) {
    attempt_record const* live = find_starting(id);
    if (live == nullptr)
        return;
    state_.servers.agent_found_up(live->server);
    state_.accept_attempt(id.task, *now_);
    if (auto const& timeout = rules_[index(id.task)].timeout)
        timers_.add({.at = *now_ + *timeout, .what = timer::kind::timeout, .attempt = id});
    watch_loss(id);
    if (stop_all_)
        request_stop(id, stop_reason::run_canceled);
}

void machine::refuse(attempt_id id, refusal why) {
    attempt_record const* live = find_starting(id);
    if (live == nullptr)
        return;
    server_id const server = live->server;
    bool const is_news = !live->of_earlier_process;
    state_.close_attempt(id.task, task_state::waiting);
    note_refusal(id.task, server, why);
    if (is_news && (why == refusal::not_sent || why == refusal::transient))
        note_trouble(server);
    if (closed_) {
        give_up(id.task);
        return;
    }
    // Its patience goes on from when it first was ready.
    state_.move(id.task, task_state::ready);
    review_servers_of(id.task);
}

void machine::note_refusal(task_id task, server_id server, refusal why) {
    auto const delay_pair = [&](timestamp until) {
        timers_.add({until, timer::kind::pair_delay, {task, 0}, server});
        return until;
    };
    switch (why) {
    case refusal::busy:
        state_.servers.agent_found_up(server);
        state_.delays.add(task, server, delay_pair(*now_ + options_.busy_delay));
        return;
    case refusal::agent_down:
        state_.servers.agent_found_down(server, *now_);
        watch_breaker(server);
        return;
    case refusal::not_sent:
        state_.delays.add_until_up(task, server, delay_pair(*now_ + options_.transient_delay),
                                   state_.servers.times_up(server));
        return;
    case refusal::not_eligible:
        state_.bar(task, server);
        return;
    case refusal::transient:
        state_.delays.add(task, server, delay_pair(*now_ + options_.transient_delay));
        return;
    }
}

void machine::note_trouble(server_id server) {
    state_.servers.note_trouble(server, *now_);
    watch_breaker(server);
}

/// After it may have opened.
void machine::watch_breaker(server_id server) {
    auto const until = state_.servers.broken_until(server);
    if (!until)
        return;
    timers_.add({.at = *until, .what = timer::kind::breaker, .server = server});
    watch_patience(*now_ + options_.patience);
}

void machine::end(attempt_id id, judgement how) {
    task_record& task = state_[id.task];
    attempt_record const ended = *task.live;
    if (ended.stopped == stop_reason::run_canceled && how.result == outcome::canceled)
        cancel_took_effect_ = true;
    if (!task.has_tried)
        task.tried = server_set(state_.servers.size());
    task.has_tried = true;
    task.tried.insert(ended.server);
    task.last = how;
    state_.close_attempt(id.task, task_state::waiting);

    auto const next = next_attempt_at(id.task, how);
    out_.emplace_back(decision::attempt_settled{id, ended.server, how.result, next});
    if (!next) {
        settle(id.task, how);
    } else if (*next <= *now_) {
        make_ready(id.task);
    } else {
        state_.move(id.task, task_state::delayed);
        timers_.add({.at = *next, .what = timer::kind::retry, .attempt = id});
    }
}

/// Uses up a retry or a restart.
std::optional<timestamp> machine::next_attempt_at(task_id id, judgement how) {
    task_record& task = state_[id];
    task_rules const& rules = rules_[index(id)];
    bool const retry = how.failure && rules.retries.cover(*how.failure, task.retries);
    bool const restart =
        how.result == outcome::unknown && rules.restartable && task.restarts_left > 0;
    if (!retry && !restart)
        return std::nullopt;
    if (closed_) {
        cancel_took_effect_ |= closed_ == skip_reason::run_canceled;
        return std::nullopt;
    }
    if (restart) {
        --task.restarts_left;
        return *now_;
    }
    return *now_ + rules.retries.delay_before(++task.retries);
}

void machine::lose(attempt_id id) {
    attempt_record const& lost = *state_[id.task].live;
    if (!lost.of_earlier_process)
        note_trouble(lost.server);
    end(id, {outcome::unknown, settle_reason::attempt});
}

void machine::lose_all_on(server_id server) {
    for (attempt_id const one : live_attempts()) {
        attempt_record const* live = find_live(one);
        if (live == nullptr || live->server != server)
            continue;
        if (live->phase == start_phase::decided)
            refuse(one, refusal::not_sent);
        else
            lose(one);
    }
}

void machine::request_stop(attempt_id id, stop_reason why) {
    attempt_record const* live = find_live(id);
    bool const can_stop = live != nullptr && live->phase == start_phase::accepted && !live->stopped;
    if (!can_stop)
        return;
    if (!live->loose)
        out_.emplace_back(decision::stop{id, live->server, why});
    state_.mark_stopping(id.task, why);
}

} // namespace ssislb::detail
