// How tasks become ready and settled, and what that means for their successors.
#include "scheduler/machine.hpp"

#include <algorithm>

namespace ssislb::detail {

void machine::make_ready(task_id id) {
    state_[id].ready_since = *now_;
    state_.move(id, task_state::ready);
    review_servers_of(id);
}

void machine::settle(task_id id, judgement how) {
    state_.settle(id, how);
    out_.emplace_back(decision::task_settled{id, how.result, how.why});
    ended_.push_back(id);
}

void machine::skip(task_id id, skip_reason why) {
    state_.settle(id, {outcome::skipped, settle_reason::attempt});
    out_.emplace_back(decision::task_skipped{id, why});
    ended_.push_back(id);
}

/// A task that ran before keeps the outcome of its last attempt.
void machine::settle_without_server(task_id id, settle_reason why) {
    auto const& last = state_[id].last;
    settle(id, {last ? last->result : outcome::failed, why});
}

/// Settles a ready task that no server can or will run; else sees to it that its patience ends.
void machine::review_servers_of(task_id id) {
    task_record const& task = state_[id];
    if (task.state != task_state::ready)
        return;
    server_set eligible;
    state_.eligible_for(id, eligible);
    if (eligible.empty()) {
        settle_without_server(id, settle_reason::no_eligible_server);
        return;
    }
    bool available = false;
    timestamp since = std::max(task.ready_since, continued_at_);
    eligible.for_each([&](server_id one) {
        available = available || state_.servers.available(one);
        since = std::max(since, state_.servers.unavailable_since(one));
    });
    if (available || paused_ || dead_time_)
        return;
    if (since + options_.patience <= *now_)
        settle_without_server(id, settle_reason::no_available_server);
    else
        watch_patience(since + options_.patience);
}

/// In the order of the tasks: ranks are the policy's, and known to machines that place only.
void machine::review_ready() {
    std::vector<task_id> ready(state_.ready().begin(), state_.ready().end());
    std::ranges::sort(ready);
    for (task_id const id : ready)
        review_servers_of(id);
}

/// Until no end has further consequences; only then is the error limit looked at, so what
/// precedence decides is decided by precedence.
void machine::propagate() {
    std::vector<task_id> decided;
    while (!ended_.empty()) {
        task_id const id = ended_.front();
        ended_.pop_front();
        outcome const end = state_[id].last->result;
        bool const unwanted = !rules_[index(id)].enabled || state_[id].skip_requested;
        bool const disabled = end == outcome::skipped && unwanted &&
                              precedence_.verdict(id) == precedence_verdict::holds;
        decided.clear();
        precedence_.settle(id, disabled ? outcome::succeeded : end, decided);
        std::ranges::for_each(decided, [this](task_id one) { follow_constraints(one); });
    }
    run_counts const& counts = state_.counts;
    if (error_limit_ > 0 && counts.failed + counts.canceled + counts.unknown >= error_limit_)
        close(skip_reason::error_limit);
}

void machine::follow_constraints(task_id id) {
    if (state_[id].state != task_state::waiting)
        return;
    if (precedence_.verdict(id) == precedence_verdict::broken)
        skip(id, skip_reason::precedence);
    else if (!rules_[index(id)].enabled)
        skip(id, skip_reason::disabled);
    else if (state_[id].skip_requested)
        skip(id, skip_reason::requested);
    else
        make_ready(id);
}

/// Nothing more is started from now on.
void machine::close(skip_reason why) {
    if (closed_)
        return;
    closed_ = why;
    for (std::uint32_t i = 0; i < state_.task_count(); ++i)
        give_up(task_id{i});
    propagate();
}

/// Ends a task that is not live, because nothing is started any more.
void machine::give_up(task_id id) {
    task_record const& task = state_[id];
    if (task.live || task.state == task_state::settled)
        return;
    cancel_took_effect_ |= closed_ == skip_reason::run_canceled;
    if (task.last)
        settle(id, *task.last);
    else
        skip(id, *closed_);
}

} // namespace ssislb::detail
