// How a run goes, from its pick-up to the row that says how it ended.
#include "sim/agent/agent.hpp"
#include "sim/agent/encoding.hpp"
#include "sim/agent/history_text.hpp"

#include <algorithm>
#include <utility>

namespace ssislb::sim::detail {
namespace {

constexpr std::int32_t status_retry = 2;

std::int32_t status_of(run_end end) noexcept {
    switch (end) {
    case run_end::succeeded:
        return 1;
    case run_end::canceled:
        return 3;
    default:
        return 0;
    }
}

bool deletes_itself(job const& ended, run_end end) noexcept {
    switch (ended.delete_level) {
    case 1:
        return end == run_end::succeeded;
    case 2:
        return end == run_end::failed;
    default:
        return ended.delete_level == 3;
    }
}

} // namespace

void agent::record(job& target) {
    auto& row = changed_row_of(target);
    activity fresh;
    fresh.session_id = row.session_id;
    fresh.requested = target.run->requested;
    fresh.source = target.run->by.source;
    row = fresh;
}

void agent::pick_up(job& target) {
    if (max_threads_ != 0 && working_ >= max_threads_) {
        target.run->phase = run_phase::waiting_for_thread;
        changed_row_of(target).queued = now_;
        waiting_.push_back(target.id);
        return;
    }
    begin_run(target);
}

void agent::begin_run(job& target) {
    max_working_ = std::max(max_working_, ++working_);
    target.run->has_thread = true;
    target.run->started = now_;
    changed_row_of(target).started = now_;
    go_to(target, target.run->first_step, run_end::failed);
}

void agent::go_to(job& target, std::int32_t step, run_end if_none) {
    if (!target.has_step(step))
        return complete(target, if_none);
    target.run->step = step;
    target.run->last_step = step;
    target.run->retry = 0;
    execute_step(target);
}

void agent::execute_step(job& target) {
    auto& run = *target.run;
    auto const& step = target.step(run.step);
    run.phase = run_phase::executing;
    run.step_started = now_;
    run.planned = planned_end(target);
    run.execution_id.reset();
    auto length = length_of(step);
    if (is_catalog_step(step)) {
        run.execution_id = catalog_.begin(target.name, now_, length, run.planned);
        if (!is_synchronized(step)) {
            run.planned = run_end::succeeded;
            length = milliseconds{1};
        }
    }
    note(transition_kind::end_step, target, length);
}

run_end agent::planned_end(job& target) {
    auto const number = target.run->step;
    auto const& step = target.step(number);
    target.executions.resize(target.steps->size());
    auto const own = target.executions[static_cast<std::size_t>(number - 1)]++;
    auto const before = step.executions ? step.executions->fetch_add(1) : own;
    bool const as_told = step.fail_attempts == 0 || before < step.fail_attempts;
    return as_told ? step.ends : run_end::succeeded;
}

milliseconds agent::length_of(step_spec const& step) const {
    auto const scaled = std::chrono::duration<double, std::milli>{step.duration} / speed_;
    // Never nothing, so that a step which goes to itself cannot stop the clock.
    return std::max(milliseconds{1}, std::chrono::round<milliseconds>(scaled));
}

void agent::end_step(job& target) {
    end_step_as(target, target.forced_end.value_or(target.run->planned));
}

void agent::end_step_as(job& target, run_end result) {
    auto& run = *target.run;
    auto const& step = target.step(run.step);
    if (result == run_end::canceled)
        return cancel_run(target, "User " + target.owner);
    if (result != run_end::succeeded && run.retry < step.retry_attempts && !target.forced_end) {
        write_step_row(target, status_retry, result);
        ++run.retry;
        run.phase = run_phase::between_retries;
        return note(transition_kind::retry_step, target, step.retry_interval);
    }
    write_step_row(target, status_of(result), result);
    if (target.forced_end)
        return complete(target, result);
    follow(target, result);
}

void agent::follow(job& target, run_end result) {
    auto const& step = target.step(target.run->step);
    bool const succeeded = result == run_end::succeeded;
    switch (succeeded ? step.on_success : step.on_fail) {
    case step_action::quit_with_success:
        return complete(target, run_end::succeeded);
    case step_action::quit_with_failure:
        return complete(target, run_end::failed);
    case step_action::next_step:
        return go_to(target, target.run->step + 1, result);
    case step_action::go_to_step:
        return go_to(target, succeeded ? step.on_success_step : step.on_fail_step, result);
    }
}

void agent::cancel_run(job& target, std::string const& who) {
    auto& run = *target.run;
    run.stopped_by = who;
    if (run.phase == run_phase::waiting_for_thread)
        std::erase(waiting_, target.id);
    if (run.phase == run_phase::executing) {
        if (run.execution_id)
            catalog_.cancel(*run.execution_id, now_);
        write_step_row(target, status_of(run_end::canceled), run_end::canceled);
    }
    complete(target, run_end::canceled);
}

void agent::complete(job& target, run_end end) {
    auto& run = *target.run;
    if (!run.started)
        run.started = now_;
    run.phase = run_phase::completing;
    run.end = end;
    run.ended = now_;
    target.forced_end.reset();
    note(transition_kind::finish, target, delays_.finish);
}

void agent::finish(job& target) {
    auto& run = *target.run;
    auto text = job_row_text(target, run);
    auto& row = changed_row_of(target);
    row.history_id = write_job_row(target, text);
    row.stopped = without_milliseconds(now_);
    history_.trim(target);
    unpublished_[run.serial] = {status_of(run.end),
                                run_date(*run.started),
                                run_time(*run.started),
                                run_duration(run.ended - *run.started),
                                0,
                                std::move(text)};
    note(transition_kind::publish, target, delays_.publish);
    log_end(target, run.end);
    bool const was_the_last = deletes_itself(target, run.end);
    free_thread_of(target);
    target.run.reset();
    if (!was_the_last)
        return;
    history_.remove_rows_of(target);
    forget(target);
    jobs_.remove(target.id);
}

void agent::free_thread_of(job& target) {
    if (!target.run->has_thread) {
        std::erase(waiting_, target.id);
        return;
    }
    --working_;
    if (waiting_.empty())
        return;
    auto const next = waiting_.front();
    waiting_.pop_front();
    begin_run(*jobs_.find(next));
}

void agent::publish(job& target, std::uint64_t serial) {
    if (auto const found = unpublished_.extract(serial))
        target.last = found.mapped();
}

std::int32_t agent::write_job_row(job& target, std::string text) {
    auto const& run = *target.run;
    history_row row;
    row.step_name = "(Job outcome)";
    row.message = std::move(text);
    row.run_status = status_of(run.end);
    row.run_date = run_date(*run.started);
    row.run_time = run_time(*run.started);
    row.run_duration = run_duration(run.ended - *run.started);
    return history_.insert(target, std::move(row));
}

void agent::write_step_row(job& target, std::int32_t status, run_end result) {
    auto const& run = *target.run;
    auto const& step = target.step(run.step);
    history_row row;
    row.step_id = run.step;
    row.step_name = step.name;
    row.message = step_row_text(step, {run.step_started, now_, result, run.execution_id});
    row.run_status = status;
    row.run_date = run_date(run.step_started);
    row.run_time = run_time(run.step_started);
    row.run_duration = run_duration(now_ - run.step_started);
    row.retries_attempted = run.retry;

    auto& activity = changed_row_of(target);
    activity.last_step = run.step;
    activity.last_step_date = run.step_started;
    target.last_of_steps.resize(target.steps->size());
    target.last_of_steps[static_cast<std::size_t>(run.step - 1)] = {
        status, row.run_date, row.run_time, row.run_duration, run.retry, {}};
    history_.insert(target, std::move(row));
}

} // namespace ssislb::sim::detail
