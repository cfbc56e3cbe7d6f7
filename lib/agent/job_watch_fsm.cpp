#include "agent/job_watch_fsm.hpp"

#include "agent/agent_time.hpp"
#include "agent/run_result.hpp"

#include <ssislb/base/errors.hpp>

#include <algorithm>
#include <limits>
#include <utility>

namespace ssislb::detail {
namespace {

/// The history row is written before the job shows as idle, so its absence means that it is
/// trimmed or that the Agent died. last_run_* may come a little later.
constexpr int most_idle_polls = 10;

} // namespace

job_watch_fsm::job_watch_fsm(job_mark const& before, milliseconds window)
    : job_(before.job)
    , marked_request_(before.run_requested)
    , marked_at_(before.taken_at)
    , marked_session_(before.session.value_or(0))
    , marked_history_(before.history)
    , session_(marked_session_)
    , window_(static_cast<std::uint32_t>(
          std::min<milliseconds::rep>(window.count(), std::numeric_limits<std::uint32_t>::max()))) {
}

void job_watch_fsm::know_start(server_time at) noexcept {
    started_ = std::optional(at);
    start_known_ = told_started_ = true;
}

void job_watch_fsm::doubt_start(std::string login) {
    doubted_ = std::make_unique<std::string const>(std::move(login));
}

job_mark job_watch_fsm::mark() const noexcept {
    auto const session = marked_session_ != 0 ? std::optional(marked_session_) : std::nullopt;
    return {job_, session, marked_request_, marked_history_, marked_at_};
}

run_ownership job_watch_fsm::ownership() const {
    return {mark(), milliseconds{window_}, doubted_ ? *doubted_ : std::string()};
}

auto job_watch_fsm::found() -> findings& {
    if (!findings_)
        findings_ = std::make_unique<findings>();
    return *findings_;
}

job_run job_watch_fsm::take_run() {
    found().run.before = mark();
    return std::move(findings_->run);
}

watch_verdict job_watch_fsm::on_activity(sighting const& now) {
    if (session_ != 0 && now.session && *now.session != session_) {
        forget_row();
        found().new_session = *now.session;
        found().in_new_session = now.row;
        return verdict(watch_step::ask_old_session);
    }
    if (!now.row) {
        forget_row();
        return verdict(watch_step::ask_job);
    }
    findings_.reset();
    session_ = now.row->session;
    return follow(*now.row);
}

void job_watch_fsm::forget_row() {
    found().end.reset();
    found().overtaker.reset();
    found().loss = agent_errc::outcome_lost;
}

watch_verdict job_watch_fsm::on_old_session(std::optional<job_activity> const& row) {
    found().loss = agent_errc::agent_restarted;
    if (!row || !shows_request_since(*row, mark())) {
        // The Agent had restarted before it accepted the start, once or more often. Sessions are
        // numbered one by one while the server itself lives, and so does the start's connection.
        if (row && !seen_ && session_ + 1 < found().new_session) {
            ++session_;
            return verdict(watch_step::ask_old_session);
        }
        auto const& later = found().in_new_session;
        if (seen_ || !later || !later->run_requested)
            return lost(found().loss);
        session_ = later->session;
        return follow(*later);
    }
    if (has_ended(*row) || !is_ours(*row)) {
        found().loss = agent_errc::outcome_lost;
        return follow(*row);
    }
    // The Agent died under the run or under the request; unless that is somebody else's, who came
    // after ours between two looks. History knows.
    return knows_run() ? lost(found().loss) : overtaken_by(*row);
}

watch_verdict job_watch_fsm::follow(job_activity const& row) {
    in_the_dark_ = !shows_request_since(row, mark());
    if (in_the_dark_)
        return verdict(watch_step::keep_waiting);
    if (!is_ours(row))
        return overtaken_by(row);
    seen_ = true;
    requested_ = row.run_requested;
    if (is_open(row))
        started_ = row.started;
    if (!has_ended(row))
        return verdict(watch_step::keep_waiting);
    found().end = row;
    return verdict(watch_step::read_history);
}

watch_verdict job_watch_fsm::overtaken_by(job_activity const& row) {
    found().overtaker = row;
    return verdict(watch_step::read_history);
}

watch_verdict job_watch_fsm::on_job(std::optional<agent_job> const& job) {
    if (!job)
        return lost(found().loss);
    found().job = job;
    if (!job->runs())
        return verdict(watch_step::read_history);
    found().idle_polls = 0;
    in_the_dark_ = false;
    // In its last moments the job may show this run as its last one already.
    if (job->execution_status != job_state::completing)
        found().running_job = job;
    return verdict(watch_step::keep_waiting);
}

watch_verdict job_watch_fsm::on_history(std::vector<job_history_row> rows) {
    saw_all_ = saw_all_ || (doubted_ && ownership().is_whole(rows));
    bool const untrimmed = found().overtaker && ownership().is_whole(rows);
    run_history const history(std::move(rows), marked_history_);
    if (auto const* outcome = find_outcome(history))
        return is_disproved(outcome->message) ? disproved_by(history)
                                              : finish_with(history, *outcome);
    if (found().end)
        return finish_without_history(*found().end);
    if (found().overtaker)
        return untrimmed ? nothing_before(*found().overtaker) : nothing_left();
    return idle_without_history();
}

/// A later run has taken the row over, and history has nothing of ours.
watch_verdict job_watch_fsm::nothing_left() {
    return started_ ? verdict(watch_step::ask_last_run) : lost(found().loss);
}

/// Nor had it: a start that was accepted has left a request, so if there is no other, a late one is
/// ours. A clock may have been set forward between mark and start.
watch_verdict job_watch_fsm::nothing_before(job_activity const& later) {
    if (started_ || seen_ || doubted_ || is_in_time(later) || !was_asked_for_by_user(later))
        return nothing_left();
    auto const ours = later;
    seen_ = true;
    requested_ = ours.run_requested;
    found().overtaker.reset();
    return follow(ours);
}

job_history_row const* job_watch_fsm::find_outcome(run_history const& history) {
    if (auto const& end = found().end) {
        auto const id = end->history.value_or(0);
        // What looked like ours from the first look on may be a later run.
        if (auto const* earlier = start_known_ ? nullptr : run_before(*end, history))
            return earlier;
        if (id != 0)
            return history.outcome(id);
    }
    if (!started_)
        return find_first_outcome(history);
    auto const* seen = begun_as_seen(history);
    // The first look may have come so late that it showed a later run.
    auto const* earlier = start_known_ || !requested_
                              ? nullptr
                              : history.outcome_before(*requested_, seen ? seen->instance_id : 0);
    return earlier != nullptr ? earlier : seen;
}

/// Where nothing was seen of our run, one that began too late is not ours; unless it is known that
/// there was one, which may have waited for a thread.
job_history_row const* job_watch_fsm::find_first_outcome(run_history const& history) {
    auto const& overtaker = found().overtaker;
    auto const* first = overtaker ? run_before(*overtaker, history) : history.first_outcome();
    bool const too_late = first != nullptr && first->started && doubted_ && !seen_ &&
                          !ownership().is_in_time(*first->started);
    return too_late ? nullptr : first;
}

bool job_watch_fsm::is_disproved(std::string_view message) const {
    // What a schedule has started is not ours; but what was seen to be ours is.
    if (!doubted_ && seen_)
        return false;
    return who_invoked(message, doubted_ ? *doubted_ : std::string()) == run_invoker::somebody_else;
}

/// The run that was taken for ours is not. Another of the same time may be.
watch_verdict job_watch_fsm::disproved_by(run_history const& history) {
    auto const ours = ownership();
    auto const& end = found().end;
    auto const* outcome = history.first_run([&](job_history_row const& row) {
        bool const seen_to_end = end && end->history == row.instance_id;
        return ours.may_be_ours(row) || (seen_to_end && !is_disproved(row.message));
    });
    return outcome != nullptr ? finish_with(history, *outcome) : verdict(watch_step::ask_time);
}

/// As long as a start of ours may still be on its way, it is waited for.
watch_verdict job_watch_fsm::on_time(std::optional<server_time> now) {
    bool const may_come = !now || ownership().time_left(*now);
    // So soon nothing has been trimmed.
    saw_all_ = saw_all_ || may_come;
    if (may_come)
        return verdict(watch_step::keep_waiting);
    // What is trimmed may have been ours.
    return lost(doubted_ && saw_all_ ? agent_errc::not_our_run : agent_errc::outcome_lost);
}

/// Never the overtaker's row, though it may have begun in the same second.
job_history_row const* job_watch_fsm::begun_as_seen(run_history const& history) {
    auto const& overtaker = found().overtaker;
    bool const overtaken = overtaker && has_ended(*overtaker) && !is_pending(*overtaker);
    return history.outcome_begun_at(*started_, overtaken ? overtaker->history : std::nullopt);
}

job_history_row const* job_watch_fsm::run_before(job_activity const& later,
                                                 run_history const& history) const {
    if (!later.run_requested)
        return nullptr;
    auto const id = is_pending(later) ? 0 : later.history.value_or(0);
    return history.outcome_before(*later.run_requested, id > marked_history_ ? id : 0);
}

watch_verdict job_watch_fsm::finish_with(run_history const& history,
                                         job_history_row const& outcome) {
    auto& run = found().run;
    run.evidence = outcome_evidence::history;
    run.history = outcome.instance_id;
    run.rows = history.rows_of(outcome);
    run.result = result_of(run.rows, std::nullopt);
    if (auto const& end = found().end; end && end->history == outcome.instance_id) {
        run.requested = end->run_requested;
        run.stopped = end->stopped;
        started_ = end->started;
    } else if (started_ && begun_as_seen(history) == &outcome) {
        run.requested = requested_;
    } else {
        started_ = outcome.started;
    }
    if (started_)
        run.result.started = started_;
    return verdict(watch_step::finished);
}

watch_verdict job_watch_fsm::finish_without_history(job_activity const& end) {
    if (is_disproved(end.message))
        return verdict(watch_step::ask_time);
    auto& run = found().run;
    run.requested = end.run_requested;
    run.stopped = end.stopped;
    run.result.started = started_ = end.started;
    if (!end.run_status)
        return verdict(watch_step::ask_last_run);
    run.evidence = outcome_evidence::activity;
    run.result.job = run.result.package = to_outcome(*end.run_status);
    run.result.message = end.message;
    if (end.started && end.stopped && *end.stopped >= *end.started)
        run.result.duration = *end.stopped - *end.started;
    return verdict(watch_step::finished);
}

watch_verdict job_watch_fsm::on_last_run(std::optional<last_run> const& last) {
    // A time of whole seconds proves nothing alone. Here it is compared with the start of a run
    // that is known to have ended and to have been ours.
    if (!last || !last->started || (started_ && *last->started != whole_second(*started_)))
        return lost(found().loss);
    if (is_disproved(last->message))
        return verdict(watch_step::ask_time);
    if (!started_)
        started_ = last->started;
    auto& run = found().run;
    run.evidence = outcome_evidence::last_run;
    run.result.job = run.result.package = last->result;
    run.result.message = last->message;
    run.result.started = started_;
    if (last->duration > milliseconds{0})
        run.result.duration = last->duration;
    return verdict(watch_step::finished);
}

watch_verdict job_watch_fsm::idle_without_history() {
    // Not seen to run: not picked up yet, or the Agent does not run. Idle proves nothing.
    auto const &job = found().job, &running = found().running_job;
    in_the_dark_ = !running && !started_;
    if (!job || job->runs() || in_the_dark_)
        return verdict(watch_step::keep_waiting);
    bool const ours =
        started_ ? job->last_run == whole_second(*started_) : job->last_run != running->last_run;
    if (job->last_run && ours)
        return on_last_run(last_run{job->last_run, job->last_run_outcome, milliseconds{0}, {}});
    return ++found().idle_polls < most_idle_polls ? verdict(watch_step::keep_waiting)
                                                  : lost(found().loss);
}

bool job_watch_fsm::has_ended(job_activity const& row) const {
    if (!row.stopped || !row.started)
        return false;
    if (row.history)
        return *row.history > marked_history_;
    // Ended without a history row; what is left of the run before began before the request.
    return row.run_requested && *row.started >= whole_second(*row.run_requested);
}

bool job_watch_fsm::is_ours(job_activity const& row) const {
    if (!seen_ && (!is_in_time(row) || !was_asked_for_by_user(row)))
        return false;
    if (seen_ && requested_ != packed_time(row.run_requested))
        return false;
    // Until its start is recorded, a later request has the start of the run before.
    if (start_known_ && !seen_ && is_pending(row))
        return false;
    // Requests within one second can bear the same time; the starts differ then.
    return !told_started_ || packed_time(row.started) == started_;
}

bool job_watch_fsm::is_in_time(job_activity const& row) const {
    return start_known_ || !marked_at_ || !row.run_requested ||
           *row.run_requested <= *marked_at_ + milliseconds{window_};
}

watch_verdict job_watch_fsm::verdict(watch_step next) {
    watch_verdict result{next, std::nullopt, {}};
    // Not before a question: its answer may show that the start was somebody else's.
    bool const sure = next == watch_step::keep_waiting || next == watch_step::finished;
    if (sure && !std::exchange(told_started_, told_started_ || bool(started_)))
        result.started = started_;
    return result;
}

watch_verdict job_watch_fsm::lost(error_code reason) {
    return {watch_step::lost, std::nullopt, reason};
}

} // namespace ssislb::detail
