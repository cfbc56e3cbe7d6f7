// Waiting for a run: the polls and the questions of one wait.
#include "agent/agent_pulse.hpp"
#include "agent/job_watch_fsm.hpp"
#include "agent/run_result.hpp"
#include "simulated_agent.hpp"

#include <ssislb/base/condition.hpp>
#include <ssislb/base/errors.hpp>

#include <boost/asio/error.hpp>

#include <algorithm>
#include <chrono>
#include <utility>

namespace ssislb::simulation {

using detail::watch_step;
using detail::watch_verdict;

struct simulated_agent::watched_run {
    detail::job_watch_fsm watch;
    wait_options how;
    detail::agent_pulse pulse;
    std::optional<milliseconds> dark_since;

    void tell(std::optional<server_time> at) {
        if (at && how.on_started)
            std::exchange(how.on_started, nullptr)(*at);
    }
};

namespace {

detail::agent_pulse::clock::time_point at(milliseconds passed) {
    return detail::agent_pulse::clock::time_point(passed);
}

std::uint64_t digest(detail::sighting const& seen) {
    std::uint64_t sum = static_cast<std::uint64_t>(seen.session.value_or(0));
    auto const add = [&sum](std::int64_t value) {
        sum = sum * 31 + static_cast<std::uint64_t>(value);
    };
    if (seen.row) {
        for (auto const& time : {seen.row->run_requested, seen.row->started, seen.row->stopped})
            add(time ? time->time_since_epoch().count() : 0);
        add(seen.row->history.value_or(0));
    }
    return sum | 1U;
}

question_kind kind_of(watch_step step) {
    switch (step) {
    case watch_step::ask_time:
        return question_kind::clock;
    case watch_step::ask_old_session:
        return question_kind::activity;
    case watch_step::read_history:
        return question_kind::history;
    case watch_step::ask_last_run:
        return question_kind::last_run;
    default:
        return question_kind::job;
    }
}

watch_verdict feed(detail::job_watch_fsm& watch, watch_step asked, reply told) {
    switch (asked) {
    case watch_step::ask_time:
        return watch.on_time(told.seen.now);
    case watch_step::ask_old_session:
        return watch.on_old_session(told.seen.row);
    case watch_step::read_history:
        return watch.on_history(std::move(told.history));
    case watch_step::ask_last_run:
        return watch.on_last_run(told.last_run);
    default:
        return watch.on_job(told.jobs.empty() ? std::nullopt : std::optional(told.jobs.front()));
    }
}

bool is_question(watch_step step) {
    return step != watch_step::keep_waiting && step != watch_step::finished &&
           step != watch_step::lost;
}

} // namespace

milliseconds simulated_agent::pace(milliseconds age) const {
    auto const& options = line_->options();
    return options.poll_interval.value_or(
        std::clamp(age / 8, options.poll_least, options.poll_most));
}

/// Wrong variants: what waiters get wrong who trust one look.
std::optional<job_run> simulated_agent::ends_early(detail::sighting const& seen,
                                                   job_mark const& before) const {
    bool const idle = seen.row && seen.row->stopped && !detail::is_pending(*seen.row);
    bool const other_session = before.session && seen.session && *seen.session != *before.session;
    bool const ends = (mutant_ == mutant::idle_is_an_end && idle) ||
                      (mutant_ == mutant::restart_is_an_end && other_session) ||
                      (mutant_ == mutant::pick_up_is_an_end && seen.row && seen.row->started);
    if (!ends)
        return std::nullopt;
    job_run run;
    run.before = before;
    run.result.job = run.result.package =
        mutant_ == mutant::restart_is_an_end ? outcome::failed : outcome::succeeded;
    return run;
}

auto simulated_agent::wait(job_mark before, wait_options how) -> answer<job_run> {
    auto const& clock = line_->clock();
    auto const patience = line_->options().reconnect_for;
    auto const begun = clock.stopwatch();
    watched_run run{detail::job_watch_fsm(before, detail::start_window(line_->options())),
                    std::move(how), detail::agent_pulse(patience), std::nullopt};
    if (run.how.started)
        run.watch.know_start(*run.how.started);
    if (run.how.in_doubt && mutant_ != mutant::any_login_is_ours)
        run.watch.doubt_start(std::string(our_login));
    for (;;) {
        if (auto const gone = co_await line_->until_up(); gone)
            co_return std::tuple(gone, job_run());
        auto const look = co_await ask(question_kind::activity, before.job);
        if (line_->closed())
            co_return std::tuple(error_code(boost::asio::error::operation_aborted), job_run());
        if (!ask_again(look.error)) {
            run.pulse.look(digest(look.seen), at(clock.stopwatch()));
            if (auto early = ends_early(look.seen, before))
                co_return std::tuple(error_code(), std::move(*early));
            auto const verdict = run.watch.on_activity(look.seen);
            auto how_it_ended = co_await settle(run, verdict);
            if (how_it_ended)
                co_return std::move(*how_it_ended);
            if (auto const dead = co_await feel_pulse(run); dead)
                co_return std::tuple(dead, job_run());
        }
        auto const now = clock.stopwatch();
        run.dark_since =
            run.watch.is_in_the_dark() ? std::optional(run.dark_since.value_or(now)) : std::nullopt;
        if (run.dark_since && now - *run.dark_since > patience)
            co_return std::tuple(error_code(agent_errc::outcome_lost), job_run());
        co_await line_->pause(pace(now - begun));
    }
}

auto simulated_agent::settle(watched_run& run, watch_verdict verdict) -> coroutine<ending> {
    while (is_question(verdict.next)) {
        auto const asked = verdict.next;
        auto const session = asked == watch_step::ask_old_session
                                 ? std::optional(run.watch.session())
                                 : std::nullopt;
        auto told = co_await ask(kind_of(asked), run.watch.job(), session);
        if (line_->closed())
            co_return std::tuple(error_code(boost::asio::error::operation_aborted), job_run());
        if (ask_again(told.error))
            break;
        if (mutant_ == mutant::reads_newest_history && asked == watch_step::read_history)
            for (auto& row : told.history)
                row.instance_id += 1'000'000;
        verdict = feed(run.watch, asked, std::move(told));
    }
    run.tell(verdict.started);
    if (verdict.next == watch_step::lost)
        co_return std::tuple(verdict.reason, job_run());
    if (verdict.next == watch_step::finished) {
        auto ended = run.watch.take_run();
        auto collected = co_await collect(std::move(ended));
        co_return std::tuple(error_code(), std::move(collected));
    }
    co_return std::nullopt;
}

coroutine<error_code> simulated_agent::feel_pulse(watched_run& run) {
    bool const matters = run.watch.should_run() || run.watch.started();
    if (!matters || !run.pulse.is_weak(at(line_->clock().stopwatch())))
        co_return error_code();
    auto const told = co_await ask(question_kind::job, run.watch.job());
    if (told.error || told.jobs.empty())
        co_return error_code();
    bool const alive = run.pulse.felt(told.jobs.front().runs(), at(line_->clock().stopwatch()));
    co_return alive ? error_code() : error_code(agent_errc::agent_not_running);
}

/// Reads the job's steps where what the package did can differ from what the job did.
coroutine<job_run> simulated_agent::collect(job_run ended) {
    bool const trust_the_job = mutant_ == mutant::package_is_the_job;
    if (ended.result.job != outcome::succeeded || trust_the_job) {
        if (trust_the_job)
            ended.result.package = ended.result.job;
        co_return ended;
    }
    bool const whole = detail::is_whole(ended.rows);
    bool const doubtful = std::ranges::any_of(ended.rows, [](job_history_row const& row) {
        return row.status == run_status::failed || row.status == run_status::canceled;
    });
    if (whole && !doubtful)
        co_return ended;
    detail::package_steps steps;
    for (;;) {
        if (auto const gone = co_await line_->until_up(); gone)
            break;
        auto told = co_await ask(question_kind::steps, ended.before.job);
        if (!ask_again(told.error)) {
            steps = std::move(told.steps);
            break;
        }
        if (line_->closed())
            break;
        co_await line_->pause(line_->options().poll_least);
    }
    if (!ended.rows.empty()) {
        auto const started = ended.result.started;
        ended.result = detail::result_of(ended.rows, steps);
        ended.result.started = started;
    }
    if (!whole)
        detail::add_trimmed_steps(ended.result, steps);
    co_return ended;
}

} // namespace ssislb::simulation
