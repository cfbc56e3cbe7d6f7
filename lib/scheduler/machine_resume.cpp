// What a run that is resumed takes over from the process before.
#include "scheduler/machine.hpp"

#include <algorithm>

namespace ssislb::detail {

/// An attempt of the journal, decided before this machine was made.
void machine::bring_back(attempt_id id, server_id server) {
    if (!state_.has(id.task) || !state_.servers.has(server))
        return;
    task_record const& task = state_[id.task];
    bool const is_new = !task.live && id.number > task.number;
    if (!is_new || task.state == task_state::settled)
        return;
    state_.move(id.task, task_state::waiting);
    state_.open_attempt(id.task, id.number, server, *now_);
    watch_pace(server);
}

void machine::apply(event::run_resumed const&) {
    drop_requests();
    state_.servers.forget_reports(*now_);
    state_.forget_bars();
    roll_call_until_ = *now_ + options_.roll_call;
    continued_at_ = *now_;
    for (attempt_id const one : live_attempts())
        let_go(one);
    review_ready();
}

/// What was asked for and not told yet, perhaps since a timeout passed while no process was there.
void machine::drop_requests() {
    std::erase_if(out_, [](run_decision const& one) {
        return std::holds_alternative<decision::stop>(one) ||
               std::holds_alternative<decision::confirm>(one) ||
               std::holds_alternative<decision::reattach>(one);
    });
}

void machine::let_go(attempt_id id) {
    attempt_record& live = *state_[id.task].live;
    live.loose = true;
    live.of_earlier_process = true;
    live.lost_at.reset();
    switch (live.phase) {
    case start_phase::decided:
        // Nothing was sent, and nothing is wrong with the server.
        state_.close_attempt(id.task, task_state::waiting);
        closed_ ? give_up(id.task) : state_.move(id.task, task_state::ready);
        return;
    case start_phase::intended:
        live.phase = start_phase::in_doubt;
        return watch_loss(id);
    case start_phase::in_doubt:
    case start_phase::accepted:
        return watch_loss(id);
    }
}

void machine::take_up(attempt_id id) {
    attempt_record& live = *state_[id.task].live;
    if (!live.loose)
        return;
    live.loose = false;
    if (live.phase != start_phase::accepted) {
        out_.emplace_back(decision::confirm{id, live.server});
        return;
    }
    out_.emplace_back(decision::reattach{id, live.server});
    if (live.stopped)
        out_.emplace_back(decision::stop{id, live.server, *live.stopped});
}

/// In the order of their tasks.
std::vector<attempt_id> machine::live_attempts() const {
    std::vector<attempt_id> all;
    for (running_attempt const& one : state_.live())
        all.push_back(one.attempt);
    std::ranges::sort(all);
    return all;
}

/// What ran is somebody else's, so the job was busy.
void machine::apply(event::start_disproved const& what) {
    attempt_record const* live = find_live(what.attempt);
    if (live == nullptr)
        return;
    bool const was_accepted = live->phase == start_phase::accepted;
    if (was_accepted)
        --state_[what.attempt.task].started;
    server_id const server = live->server;
    state_.close_attempt(what.attempt.task, task_state::waiting);
    note_refusal(what.attempt.task, server, refusal::busy);
    if (closed_)
        return give_up(what.attempt.task);
    make_ready(what.attempt.task);
}

} // namespace ssislb::detail
