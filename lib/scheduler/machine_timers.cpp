// What the passing of time means.
#include "scheduler/machine.hpp"

#include <algorithm>
#include <utility>

namespace ssislb::detail {

/// Each timer takes effect at its own instant, however late the call comes; what follows from an
/// instant is looked at when all its timers have fired.
void machine::advance(timestamp now) {
    if (!now_)
        begin(now);
    for (auto next = next_instant(); next && *next <= now; next = next_instant()) {
        now_ = std::max(*now_, *next);
        while (!timers_.empty() && timers_.first().at <= *now_) {
            timer const due = timers_.first();
            timers_.pop();
            if (is_live(due))
                fire(due);
        }
        if (patience_at_ && *patience_at_ <= *now_) {
            patience_at_.reset();
            review_ready();
        }
        if (review_at_ && *review_at_ <= *now_)
            review_at_.reset();
        if (roll_call_until_ && *roll_call_until_ <= *now_)
            roll_call_until_.reset();
        propagate();
    }
    now_ = std::max(*now_, now);
}

void machine::begin(timestamp now) {
    now_ = now;
    state_.servers.begin(now);
    if (options_.roll_call > milliseconds(0))
        roll_call_until_ = now + options_.roll_call;
    for (std::uint32_t i = 0; i < hours_.size(); ++i)
        if (!hours_[i].always())
            turn_window(server_id{i});
    for (std::uint32_t i = 0; i < state_.task_count(); ++i)
        if (precedence_.verdict(task_id{i}) != precedence_verdict::open)
            follow_constraints(task_id{i});
    propagate();
}

void machine::fire(timer const& due) {
    switch (due.what) {
    case timer::kind::retry:
        make_ready(due.attempt.task);
        return;
    case timer::kind::timeout:
        request_stop(due.attempt, stop_reason::timed_out);
        return;
    case timer::kind::pair_delay:
        state_.delays.end(due.attempt.task, due.server, due.at);
        return;
    case timer::kind::breaker:
        state_.servers.half_open(due.server);
        return;
    case timer::kind::loss:
        // Nobody has looked meanwhile: its clock begins anew.
        if (!dead_time_)
            lose(due.attempt);
        return;
    case timer::kind::pace:
        state_.servers.end_pace(due.server);
        return;
    case timer::kind::shortage:
        state_.servers.end_shortage(due.server);
        return;
    case timer::kind::window:
        turn_window(due.server);
        return;
    }
}

void machine::turn_window(server_id id) {
    auto const& hours = hours_[index(id)];
    state_.servers.open_window(id, hours.open_at(*now_));
    timers_.add({.at = hours.next_change(*now_), .what = timer::kind::window, .server = id});
}

void machine::watch_pace(server_id id) {
    if (auto const until = state_.servers.paced_until(id))
        timers_.add({.at = *until, .what = timer::kind::pace, .server = id});
}

bool machine::is_live(timer const& one) const noexcept {
    switch (one.what) {
    case timer::kind::retry: {
        task_record const& task = state_[one.attempt.task];
        return task.state == task_state::delayed && task.number == one.attempt.number;
    }
    case timer::kind::timeout: {
        task_record const& task = state_[one.attempt.task];
        return task.state == task_state::running && task.number == one.attempt.number;
    }
    case timer::kind::pair_delay:
        return state_.delays.ends(one.attempt.task, one.server, one.at);
    case timer::kind::breaker:
        return state_.servers.broken_until(one.server) == one.at;
    case timer::kind::loss: {
        task_record const& task = state_[one.attempt.task];
        return task.live && task.number == one.attempt.number && task.live->lost_at == one.at;
    }
    case timer::kind::pace:
        return state_.servers.paced_until(one.server) == one.at;
    case timer::kind::shortage:
        return state_.servers.short_until(one.server) == one.at;
    case timer::kind::window:
        return true;
    }
    return false;
}

std::optional<timestamp> machine::next_instant() {
    while (!timers_.empty() && !is_live(timers_.first()))
        timers_.pop();
    if (state_.ready().empty())
        patience_at_.reset();
    auto const earlier = [](std::optional<timestamp> one, std::optional<timestamp> other) {
        return one && other ? std::min(*one, *other) : one ? one : other;
    };
    auto const timer = timers_.empty() ? std::nullopt : std::optional(timers_.first().at);
    return earlier(earlier(timer, roll_call_until_), earlier(patience_at_, review_at_));
}

void machine::watch_patience(timestamp at) {
    patience_at_ = patience_at_ ? std::min(*patience_at_, at) : at;
}

/// A server that came up may have ended the wait that patience_at_ is about; without this look a
/// run would be woken for nothing.
void machine::tighten_patience() {
    if (!std::exchange(patience_is_loose_, false) || !patience_at_)
        return;
    patience_at_.reset();
    review_ready();
}

} // namespace ssislb::detail
