#include "sim/agent/agent.hpp"

#include "sim/agent/history_text.hpp"

#include <algorithm>
#include <utility>

namespace ssislb::sim::detail {

agent::agent(instance_spec const& spec, job_table& jobs, history_table& history)
    : delays_{spec.delays}
    , speed_{spec.speed}
    , max_threads_{spec.max_worker_threads}
    , jobs_{jobs}
    , history_{history} {}

void agent::play_until(server_time now) {
    while (auto const due = agenda_.take_due(now)) {
        now_ = std::max(now_, due->at);
        play(*due);
    }
    now_ = std::max(now_, now);
}

void agent::play(transition const& due) {
    auto* const target = jobs_.find(due.job);
    if (target == nullptr) {
        // The job has gone before the outcome of its run came to sysjobservers.
        unpublished_.erase(due.run);
        return;
    }
    if (due.kind == transition_kind::publish)
        return publish(*target, due.run);
    if (target->run == nullptr || target->run->serial != due.run)
        return;
    auto const phase = target->run->phase;
    switch (due.kind) {
    case transition_kind::record:
        return record(*target);
    case transition_kind::pick_up:
        return pick_up(*target);
    case transition_kind::end_step:
        return phase == run_phase::executing ? end_step(*target) : void();
    case transition_kind::retry_step:
        return phase == run_phase::between_retries ? execute_step(*target) : void();
    case transition_kind::stop:
        return phase == run_phase::completing ? void()
                                              : cancel_run(*target, target->run->stopped_by);
    case transition_kind::finish:
        return finish(*target);
    case transition_kind::publish:
        return;
    }
}

void agent::start_service() {
    if (running_)
        return;
    running_ = true;
    sessions_.push_back({static_cast<std::int32_t>(sessions_.size()) + 1, now_});
}

void agent::stop_service() {
    drop_runs(true);
}

void agent::kill_service() {
    drop_runs(false);
}

void agent::drop_runs(bool orderly) {
    if (!running_)
        return;
    running_ = false;
    agenda_.clear();
    waiting_.clear();
    unpublished_.clear();
    for (auto const& each : jobs_.all()) {
        if (each->run == nullptr)
            continue;
        each->run->ended = now_;
        if (orderly && each->run->started) {
            each->run->end = run_end::canceled;
            each->run->stopped_by = "Shutdown Sequence " + std::to_string(newest_session()->id);
            write_job_row(*each, job_row_text(*each, *each->run));
        }
        log_end(*each, run_end::lost);
        each->run.reset();
    }
    working_ = 0;
}

std::optional<refusal> agent::start(job& target, requester by, std::optional<std::int32_t> step) {
    if (!running_)
        return refusal::agent_not_running;
    if (target.run != nullptr)
        return target.run->phase == run_phase::pending ? refusal::pending_request
                                                       : refusal::already_running;
    if (target.suspended)
        return refusal::suspended;
    target.run = std::make_unique<run>();
    target.run->serial = ++last_serial_;
    target.run->by = std::move(by);
    target.run->requested = now_;
    target.run->first_step = step.value_or(target.start_step);
    target.run->step_was_asked_for = step.has_value();
    ++target.starts;
    note(transition_kind::record, target, delays_.accept + delays_.record);
    note(transition_kind::pick_up, target,
         delays_.accept + std::max(delays_.pickup, delays_.record));
    return std::nullopt;
}

std::optional<refusal> agent::stop(job& target, std::string const& who) {
    if (!running_)
        return refusal::agent_not_running;
    if (target.run == nullptr || target.run->phase == run_phase::pending)
        return refusal::not_running;
    if (target.run->stopped_by.empty() && target.run->phase != run_phase::completing) {
        target.run->stopped_by = who;
        note(transition_kind::stop, target, delays_.stop);
    }
    return std::nullopt;
}

void agent::lose_run_of(job& target) {
    if (target.run == nullptr)
        return;
    target.run->ended = now_;
    log_end(target, run_end::lost);
    free_thread_of(target);
    target.run.reset();
}

job_state agent::state_of(job const& asked) const {
    if (asked.run == nullptr || asked.run->phase == run_phase::pending)
        return asked.suspended ? job_state::suspended : job_state::idle;
    switch (asked.run->phase) {
    case run_phase::waiting_for_thread:
        return job_state::waiting_for_thread;
    case run_phase::between_retries:
        return job_state::between_retries;
    case run_phase::completing:
        return job_state::completing;
    default:
        return job_state::executing;
    }
}

agent_session const* agent::newest_session() const noexcept {
    return sessions_.empty() ? nullptr : &sessions_.back();
}

agent_session const* agent::find_session(std::int32_t id) const noexcept {
    return has_session(id) ? &sessions_[static_cast<std::size_t>(id - 1)] : nullptr;
}

activity& agent::changed_row_of(job& target) {
    changes_.note(target, now_);
    auto const session = newest_session()->id;
    if (target.activities.empty() || target.activities.back().session_id != session)
        target.activities.emplace_back().session_id = session;
    return target.activities.back();
}

void agent::note(transition_kind kind, job const& target, milliseconds in) {
    agenda_.note({now_ + in, kind, target.id, target.run->serial});
}

void agent::log_end(job const& target, run_end end) {
    auto const& run = *target.run;
    finished_.push_back({target.name, run.requested, run.started, run.ended, end, run.by.who});
}

} // namespace ssislb::sim::detail
