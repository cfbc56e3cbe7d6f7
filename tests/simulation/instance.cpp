// A server and its Agent: jobs, sessions, activity and history, as a client can come to see them.
#include "instance.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace ssislb::simulation {

instance::instance(timeline& line, truth& all, std::uint32_t number, instance_habits habits,
                   std::vector<job_habits> jobs, chance luck)
    : line_(line)
    , truth_(all)
    , number_(number)
    , habits_(habits)
    , job_habits_(std::move(jobs))
    , chance_(luck)
    , jobs_(job_habits_.size())
    , last_history_(static_cast<std::int32_t>(chance_.between(0, 5'000)))
    , clock_offset_(habits.clock_offset) {
    sessions_.push_back({static_cast<std::int32_t>(chance_.between(1, 100)), {}});
    sessions_.back().rows.resize(jobs_.size());
    for (auto& row : sessions_.back().rows)
        row.session = session();
}

server_time instance::exact() const noexcept {
    constexpr milliseconds epoch{1'700'000'000'000};
    return server_time(epoch + milliseconds(line_.now() + clock_offset_));
}

server_time instance::clock() const noexcept {
    return exact();
}

activity_row const* instance::activity(std::uint32_t job, std::int32_t session) const {
    auto const found = std::ranges::find(sessions_, session, &session_rows::number);
    return found == sessions_.end() ? nullptr : &found->rows[job];
}

start_answer instance::start(std::uint32_t number, requester by, intent_number intent) {
    auto const& habits = job_habits_[number];
    if (!habits.exists)
        return start_answer::no_such_job;
    if (agent_ == agent_state::starting)
        return start_answer::agent_starting;
    if (!habits.may_start && by == requester::us)
        return start_answer::denied;
    if (!habits.has_target)
        return start_answer::no_target;
    if (agent_ == agent_state::stopped)
        return start_answer::agent_stopped;
    if (habits.suspended)
        return start_answer::suspended;
    auto& job = jobs_[number];
    if (job.phase == job_phase::pending)
        return start_answer::already_pending;
    if (job.phase != job_phase::idle)
        return start_answer::already_running;
    true_run run;
    run.server = number_;
    run.job = number;
    run.by = by;
    run.intent = intent;
    run.accepted = line_.now();
    run.requested =
        habits_.whole_seconds ? std::chrono::floor<std::chrono::seconds>(exact()) : exact();
    job.phase = job_phase::pending;
    job.run = truth_.begin(run);
    plan(step::record, job.run, drawn(habits_.record));
    return start_answer::accepted;
}

bool instance::stop(std::uint32_t number) {
    auto const& job = jobs_[number];
    bool const runs =
        job.phase == job_phase::executing || job.phase == job_phase::waiting_for_thread;
    if (runs)
        plan(step::stop, job.run, drawn(habits_.stop));
    return runs;
}

void instance::plan(step what, run_number run, instant delay) {
    auto const life = std::uint64_t{agent_life_ & 0xffffffU} << 8U;
    line_.after(delay, *this,
                (std::uint64_t{run} << 32U) | life | static_cast<std::uint64_t>(what));
}

bool instance::is_current(run_number run) const {
    auto const& job = jobs_[truth_[run].job];
    return job.phase != job_phase::idle && job.run == run;
}

bool instance::occur(std::uint64_t tag) {
    auto const run = static_cast<run_number>(tag >> 32U);
    auto const what = static_cast<step>(tag & 0xffU);
    bool const this_life = ((tag >> 8U) & 0xffffffU) == (agent_life_ & 0xffffffU);
    if (!this_life)
        return false;
    if (what == step::agent_ready) {
        agent_ = agent_state::running;
        return true;
    }
    if (what == step::publish) {
        publish(run);
        return true;
    }
    if (!is_current(run))
        return false;
    auto const phase = jobs_[truth_[run].job].phase;
    switch (what) {
    case step::record:
        record(run);
        return true;
    case step::pick_up:
        pick_up(run);
        return true;
    case step::end:
        if (phase != job_phase::executing)
            return false;
        complete(run, truth_[run].end);
        return true;
    case step::stop:
        if (phase == job_phase::completing || phase == job_phase::pending)
            return false;
        complete(run, run_end::canceled);
        return true;
    default:
        finish(run);
        return true;
    }
}

void instance::record(run_number number) {
    auto const& run = truth_[number];
    auto& row = row_of(run.job);
    if (!habits_.keeps_old_columns)
        row = {.session = session()};
    row.requested = run.requested;
    row.by = run.by;
    plan(step::pick_up, number, drawn(habits_.pick_up));
}

void instance::pick_up(run_number number) {
    if (habits_.threads == 0 || working_ < habits_.threads)
        return execute(number);
    jobs_[truth_[number].job].phase = job_phase::waiting_for_thread;
    queue_.push_back(number);
}

void instance::execute(run_number number) {
    auto& run = truth_[number];
    auto const& habits = job_habits_[run.job];
    ++working_;
    jobs_[run.job].phase = job_phase::executing;
    run.picked_up = line_.now();
    run.started =
        habits_.whole_seconds ? std::chrono::floor<std::chrono::seconds>(exact()) : exact();
    auto& row = row_of(run.job);
    row = {.session = session(), .requested = run.requested, .by = run.by, .started = run.started};
    // How it will end, unless something happens before.
    run.end = chance_.happens(habits.fails) ? run_end::failed : run_end::succeeded;
    run.package_failed = run.end == run_end::succeeded && chance_.happens(habits.package_fails);
    plan(step::end, number, chance_.by_magnitude(habits.shortest, habits.longest));
}

void instance::complete(run_number number, run_end how) {
    auto& run = truth_[number];
    auto& job = jobs_[run.job];
    if (how == run_end::canceled)
        run.package_failed = false;
    if (job.phase == job_phase::executing) {
        free_thread();
    } else {
        std::erase(queue_, number);
        run.started =
            habits_.whole_seconds ? std::chrono::floor<std::chrono::seconds>(exact()) : exact();
        row_of(run.job).started = run.started;
    }
    job.phase = job_phase::completing;
    run.end = how;
    plan(step::finish, number, drawn(habits_.finish));
}

void instance::finish(run_number number) {
    auto& run = truth_[number];
    write_history(number);
    auto& row = row_of(run.job);
    row.stopped = std::chrono::floor<std::chrono::seconds>(exact());
    row.history = run.history;
    jobs_[run.job].phase = job_phase::idle;
    truth_.end(number, run.end, line_.now());
    trim(run.job, habits_.history_rows);
    plan(step::publish, number, drawn(habits_.publish));
}

void instance::publish(run_number number) {
    jobs_[truth_[number].job].last_run = number;
}

void instance::free_thread() {
    --working_;
    if (queue_.empty())
        return;
    auto const next = queue_.front();
    queue_.erase(queue_.begin());
    execute(next);
}

void instance::write_history(run_number number) {
    auto& run = truth_[number];
    bool const two_steps = run.package_failed || chance_.happens(300);
    // Other jobs' rows take numbers, too.
    last_history_ += chance_.happens(300) ? 2 : 1;
    auto const first = last_history_;
    last_history_ += two_steps ? 2 : 1;
    run.history = last_history_;
    jobs_[run.job].history.push_back(
        {first, last_history_, number, run.package_failed || run.end == run_end::failed, false});
    jobs_[run.job].last_steps = number;
}

/// Trimming counts rows; a run whose step rows are gone may still have the job's.
void instance::trim(std::uint32_t number, std::size_t limit) {
    auto& history = jobs_[number].history;
    std::size_t rows = 0;
    for (auto const& each : history)
        rows += each.steps_trimmed ? 1U : static_cast<std::size_t>(each.last - each.first) + 1;
    while (rows > limit) {
        auto& oldest = history.front();
        auto const steps =
            oldest.steps_trimmed ? 0U : static_cast<std::size_t>(oldest.last - oldest.first);
        if (steps > 0 && rows - steps <= limit) {
            oldest.steps_trimmed = true;
            return;
        }
        rows -= steps + 1;
        truth_[oldest.run].trimmed = true;
        history.pop_front();
    }
}

} // namespace ssislb::simulation
