#include "agent/job_watch_fsm.hpp"

#include "agent/agent_time.hpp"
#include "agent/run_result.hpp"

#include <ssislb/base/errors.hpp>

#include <utility>

namespace ssislb::detail {
namespace {

/// The history row is written before the job shows as idle, so its absence means that it is
/// trimmed or that the Agent died. last_run_* may come a little later.
constexpr int most_idle_polls = 10;

} // namespace

job_watch_fsm::job_watch_fsm(job_mark const& before)
    : mark_(before)
    , session_(before.session) {
    run_.before = before;
}

watch_verdict job_watch_fsm::on_activity(activity_snapshot const& now) {
    end_.reset();
    overtaker_.reset();
    loss_ = agent_errc::outcome_lost;
    auto const* row = now.find(mark_.job);
    if (session_ && now.session() && *now.session() != *session_) {
        in_new_session_ = row != nullptr ? std::optional(*row) : std::nullopt;
        return verdict(watch_step::ask_old_session);
    }
    if (row == nullptr)
        return verdict(watch_step::ask_job);
    session_ = row->session;
    return follow(*row);
}

watch_verdict job_watch_fsm::on_old_session(std::optional<job_activity> const& row) {
    loss_ = agent_errc::agent_restarted;
    if (!row || !shows_request_since(*row, mark_)) {
        // The Agent had restarted before it accepted the start.
        if (seen_ || !in_new_session_ || !in_new_session_->run_requested)
            return lost(loss_);
        session_ = in_new_session_->session;
        return follow(*in_new_session_);
    }
    if (has_ended(*row) || !is_ours(*row)) {
        loss_ = agent_errc::outcome_lost;
        return follow(*row);
    }
    // The Agent died under the run or under the request; unless that is somebody else's, who came
    // after ours between two looks. History knows.
    return seen_ ? lost(loss_) : overtaken_by(*row);
}

watch_verdict job_watch_fsm::follow(job_activity const& row) {
    in_the_dark_ = !shows_request_since(row, mark_);
    if (in_the_dark_)
        return verdict(watch_step::keep_waiting);
    if (!is_ours(row))
        return overtaken_by(row);
    seen_ = row;
    if (is_open(row))
        started_ = row.started;
    if (!has_ended(row))
        return verdict(watch_step::keep_waiting);
    end_ = row;
    return verdict(watch_step::read_history);
}

watch_verdict job_watch_fsm::overtaken_by(job_activity const& row) {
    overtaker_ = row;
    return verdict(watch_step::read_history);
}

watch_verdict job_watch_fsm::on_job(std::optional<agent_job> const& job) {
    if (!job)
        return lost(loss_);
    job_ = job;
    if (!job->runs())
        return verdict(watch_step::read_history);
    idle_polls_ = 0;
    in_the_dark_ = false;
    // In its last moments the job may show this run as its last one already.
    if (job->execution_status != job_state::completing)
        running_job_ = job;
    return verdict(watch_step::keep_waiting);
}

watch_verdict job_watch_fsm::on_history(std::vector<job_history_row> rows) {
    run_history const history(std::move(rows), mark_.history);
    if (auto const* outcome = find_outcome(history))
        return finish_with(history, *outcome);
    if (end_)
        return finish_without_history(*end_);
    if (overtaker_)
        return started_ ? verdict(watch_step::ask_last_run) : lost(loss_);
    return idle_without_history();
}

job_history_row const* job_watch_fsm::find_outcome(run_history const& history) const {
    if (end_) {
        auto const id = end_->history.value_or(0);
        // What looked like ours from the first look on may be a later run.
        if (auto const* earlier = run_before(*end_, history))
            return earlier;
        if (id != 0)
            return history.outcome(id);
    }
    if (started_)
        return begun_as_seen(history);
    return overtaker_ ? run_before(*overtaker_, history) : history.first_outcome();
}

/// Never the overtaker's row, though it may have begun in the same second.
job_history_row const* job_watch_fsm::begun_as_seen(run_history const& history) const {
    bool const overtaken = overtaker_ && has_ended(*overtaker_);
    return history.outcome_begun_at(*started_, overtaken ? overtaker_->history : std::nullopt);
}

job_history_row const* job_watch_fsm::run_before(job_activity const& later,
                                                 run_history const& history) const {
    if (!later.run_requested)
        return nullptr;
    auto const id = later.history.value_or(0);
    return history.outcome_before(*later.run_requested, id > mark_.history ? id : 0);
}

watch_verdict job_watch_fsm::finish_with(run_history const& history,
                                         job_history_row const& outcome) {
    run_.evidence = outcome_evidence::history;
    run_.history = outcome.instance_id;
    run_.rows = history.rows_of(outcome);
    run_.result = result_of(run_.rows, std::nullopt);
    if (end_ && end_->history == outcome.instance_id) {
        run_.requested = end_->run_requested;
        run_.stopped = end_->stopped;
        started_ = end_->started;
    } else if (started_ && begun_as_seen(history) == &outcome) {
        run_.requested = seen_->run_requested;
    } else {
        started_ = outcome.started;
    }
    if (started_)
        run_.result.started = started_;
    return verdict(watch_step::finished);
}

watch_verdict job_watch_fsm::finish_without_history(job_activity const& end) {
    run_.requested = end.run_requested;
    run_.stopped = end.stopped;
    run_.result.started = started_ = end.started;
    if (!end.run_status)
        return verdict(watch_step::ask_last_run);
    run_.evidence = outcome_evidence::activity;
    run_.result.job = run_.result.package = to_outcome(*end.run_status);
    run_.result.message = end.message;
    if (end.started && end.stopped && *end.stopped >= *end.started)
        run_.result.duration = *end.stopped - *end.started;
    return verdict(watch_step::finished);
}

watch_verdict job_watch_fsm::on_last_run(std::optional<last_run> const& last) {
    // A time of whole seconds proves nothing alone. Here it is compared with the start of a run
    // that is known to have ended and to have been ours.
    if (!last || !last->started || (started_ && *last->started != whole_second(*started_)))
        return lost(loss_);
    if (!started_)
        started_ = last->started;
    run_.evidence = outcome_evidence::last_run;
    run_.result.job = run_.result.package = last->result;
    run_.result.message = last->message;
    run_.result.started = started_;
    if (last->duration > milliseconds{0})
        run_.result.duration = last->duration;
    return verdict(watch_step::finished);
}

watch_verdict job_watch_fsm::idle_without_history() {
    // Not seen to run: not picked up yet, or the Agent does not run. Idle proves nothing.
    in_the_dark_ = !running_job_ && !started_;
    if (!job_ || job_->runs() || in_the_dark_)
        return verdict(watch_step::keep_waiting);
    bool const ours = started_ ? job_->last_run == whole_second(*started_)
                               : job_->last_run != running_job_->last_run;
    if (job_->last_run && ours)
        return on_last_run(last_run{job_->last_run, job_->last_run_outcome, milliseconds{0}, {}});
    return ++idle_polls_ < most_idle_polls ? verdict(watch_step::keep_waiting) : lost(loss_);
}

bool job_watch_fsm::has_ended(job_activity const& row) const {
    if (!row.stopped || !row.started)
        return false;
    if (row.history)
        return *row.history > mark_.history;
    // Ended without a history row; what is left of the run before began before the request.
    return row.run_requested && *row.started >= whole_second(*row.run_requested);
}

bool job_watch_fsm::is_ours(job_activity const& row) const {
    if (!seen_)
        return true;
    if (seen_->run_requested != row.run_requested)
        return false;
    // Requests within one second can bear the same time; the starts differ then.
    return !told_started_ || row.started == started_;
}

watch_verdict job_watch_fsm::verdict(watch_step next) {
    watch_verdict result{next, std::nullopt, {}};
    // Not before a question: its answer may show that the start was somebody else's.
    bool const sure = next == watch_step::keep_waiting || next == watch_step::finished;
    if (sure && !std::exchange(told_started_, told_started_ || started_.has_value()))
        result.started = started_;
    return result;
}

watch_verdict job_watch_fsm::lost(error_code reason) {
    return {watch_step::lost, std::nullopt, reason};
}

} // namespace ssislb::detail
