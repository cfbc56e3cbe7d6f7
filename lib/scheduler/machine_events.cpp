// What each event means.
#include "scheduler/machine.hpp"

#include <algorithm>
#include <utility>

namespace ssislb::detail {

void machine::apply(event::server_up const& what) {
    if (!state_.servers.has(what.server))
        return;
    state_.servers.report_up(what.server);
    patience_is_loose_ = true;
    for (attempt_id const one : live_attempts()) {
        attempt_record& live = *state_[one.task].live;
        if (live.server != what.server)
            continue;
        live.lost_at.reset();
        take_up(one);
    }
}

void machine::apply(event::server_down const& what) {
    if (!state_.servers.has(what.server))
        return;
    state_.servers.report_down(what.server, *now_, what.final);
    watch_patience(*now_ + options_.patience);
    if (!what.final)
        return watch_losses_on(what.server);
    lose_all_on(what.server);
    review_ready();
}

void machine::apply(event::tasks_barred const& what) {
    if (!state_.servers.has(what.server))
        return;
    for (task_id const one : what.tasks) {
        if (!state_.has(one))
            continue;
        state_.bar(one, what.server);
        review_servers_of(one);
    }
}

void machine::apply(event::history_read const& what) {
    if (!state_.servers.has(what.server))
        return;
    auto lengths = what.lengths;
    std::erase_if(lengths, [this](past_length const& one) {
        return !state_.has(one.task) || one.median <= milliseconds(0) || one.runs == 0;
    });
    durations_.read_history(what.server, lengths);
    ranks_are_old_ = true;
}

void machine::apply(event::server_drained const& what) {
    if (state_.servers.has(what.server))
        state_.servers.drain(what.server, true);
}

void machine::apply(event::server_undrained const& what) {
    if (state_.servers.has(what.server))
        state_.servers.drain(what.server, false);
}

void machine::apply(event::server_limited const& what) {
    if (state_.servers.has(what.server) && what.max_jobs > 0)
        state_.servers.limit(what.server, what.max_jobs);
}

void machine::apply(event::foreign_load const& what) {
    if (state_.servers.has(what.server))
        state_.servers.count_foreign(what.server, what.jobs);
}

void machine::apply(event::threads_short const& what) {
    if (!state_.servers.has(what.server))
        return;
    timestamp const until = *now_ + options_.shortage_delay;
    auto const held = state_.servers.status(what.server).running;
    state_.servers.short_of_threads(what.server, held - std::min(held, what.waiting), until);
    timers_.add({.at = until, .what = timer::kind::shortage, .server = what.server});
}

void machine::apply(event::task_skip_requested const& what) {
    if (!state_.has(what.task))
        return;
    task_record& task = state_[what.task];
    if (task.live || task.state == task_state::settled)
        return;
    task.skip_requested = true;
    if (task.state != task_state::waiting)
        skip(what.task, skip_reason::requested);
}

void machine::apply(event::run_paused const&) {
    paused_ = true;
}

void machine::apply(event::run_continued const&) {
    if (!std::exchange(paused_, false))
        return;
    continued_at_ = *now_;
    review_ready();
}

void machine::apply(event::start_decided const& what) {
    bring_back(what.attempt, what.server);
}

void machine::apply(event::start_intended const& what) {
    bring_back(what.attempt, what.server);
    if (attempt_record* live = find_starting(what.attempt))
        live->phase = std::max(live->phase, start_phase::intended);
}

void machine::apply(event::start_accepted const& what) {
    accept(what.attempt);
}

void machine::apply(event::start_refused const& what) {
    refuse(what.attempt, what.why);
}

void machine::apply(event::start_in_doubt const& what) {
    attempt_record* live = find_starting(what.attempt);
    if (live == nullptr)
        return;
    live->phase = start_phase::in_doubt;
    watch_loss(what.attempt);
    if (!live->loose)
        out_.emplace_back(decision::confirm{what.attempt, live->server});
}

void machine::apply(event::job_started const& what) {
    accept(what.attempt);
    if (find_live(what.attempt) != nullptr)
        state_.note_pickup(what.attempt.task);
}

void machine::apply(event::job_finished const& what) {
    accept(what.attempt);
    attempt_record const* live = find_live(what.attempt);
    if (live == nullptr)
        return;
    auto const how =
        judge(what.result, rules_[index(what.attempt.task)].outcome_from, live->stopped);
    if (how.result == outcome::succeeded)
        note_duration(what.attempt.task, *live);
    end(what.attempt, how);
}

/// One whose begin was not seen tells nothing.
void machine::note_duration(task_id id, attempt_record const& ended) {
    if (auto const took = *now_ - ended.accepted_at; took > milliseconds(0))
        durations_.note_success(id, ended.server, took);
}

void machine::apply(event::attempt_lost const& what) {
    if (find_live(what.attempt) != nullptr)
        lose(what.attempt);
}

void machine::apply(event::cancel_requested const& what) {
    close(skip_reason::run_canceled);
    if (!what.stop_jobs || stop_all_)
        return;
    stop_all_ = true;
    for (attempt_id const one : live_attempts())
        request_stop(one, stop_reason::run_canceled);
}

} // namespace ssislb::detail
