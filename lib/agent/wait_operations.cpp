// Waiting for a run's true outcome.
#include "agent/job_watch_fsm.hpp"
#include "agent/msdb_calls.hpp"
#include "agent/msdb_rows.hpp"
#include "agent/remote_server_impl.hpp"

#include <boost/asio/error.hpp>

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

namespace ssislb::detail {

namespace asio = boost::asio;

namespace {

bool is_question(watch_step step) {
    return step != watch_step::keep_waiting && step != watch_step::finished &&
           step != watch_step::lost;
}

tds::rpc question(watch_step step, job_watch_fsm const& watch, job_mark const& before) {
    switch (step) {
    case watch_step::ask_old_session:
        return ask_activity(before.job, watch.session());
    case watch_step::read_history:
        return ask_history(before.job);
    case watch_step::ask_last_run:
        return ask_last_run(before.job);
    default:
        return ask_job(before.job);
    }
}

template <class Row>
std::optional<Row> first_of(std::vector<Row> rows) {
    return rows.empty() ? std::nullopt : std::optional(std::move(rows.front()));
}

/// The rows once more, now that it is known which steps are packages.
void judge(job_run& ended, package_steps const& steps) {
    auto const started = ended.result.started;
    ended.result = result_of(ended.rows, steps);
    ended.result.started = started;
}

/// An answer that is an error which will come again tells as much as no rows.
watch_verdict feed(job_watch_fsm& watch, watch_step asked, tds::result const& answer) {
    switch (asked) {
    case watch_step::ask_old_session:
        return watch.on_old_session(first_of(read_activity(answer)));
    case watch_step::read_history:
        return watch.on_history(read_history(answer));
    case watch_step::ask_last_run:
        return watch.on_last_run(read_last_run(answer));
    default:
        return watch.on_job(first_of(read_jobs(answer)));
    }
}

} // namespace

operation<job_run> remote_server_impl::wait(job_mark before,
                                            remote_server::started_function on_started) {
    using std::chrono::steady_clock;
    status_board::watch const polled(board_, before.job);
    job_watch_fsm watch(before);
    std::optional<steady_clock::time_point> dark_since;
    auto seen = board_->latest();
    for (;;) {
        auto const [error, now] = co_await board_->next(seen);
        if (error)
            co_return std::tuple(error, job_run());
        seen = now.number;
        auto verdict = watch.on_activity(*now.rows);
        while (is_question(verdict.next)) {
            auto const kind = verdict.next == watch_step::read_history ? request_kind::history
                                                                       : request_kind::other;
            auto const answer =
                co_await channel_->call(question(verdict.next, watch, before), kind);
            bool const canceled = is_canceled(co_await cancellation);
            if (canceled)
                co_return std::tuple(error_code(asio::error::operation_aborted), job_run());
            // The next look leads to the same question.
            verdict =
                answer.ask_again() ? watch_verdict() : feed(watch, verdict.next, answer.result);
        }
        tell_started(on_started, verdict.started);
        if (verdict.next == watch_step::lost)
            co_return std::tuple(verdict.reason, job_run());
        if (verdict.next == watch_step::finished)
            co_return co_await collect(watch.take_run());
        if (!watch.is_in_the_dark())
            dark_since.reset();
        else if (!dark_since)
            dark_since = steady_clock::now();
        else if (steady_clock::now() - *dark_since > channel_->options().reconnect_for)
            co_return std::tuple(error_code(agent_errc::outcome_lost), job_run());
    }
}

void remote_server_impl::tell_started(remote_server::started_function const& on_started,
                                      std::optional<server_time> at) {
    if (on_started && at)
        asio::post(outer_, [on_started, when = *at] { on_started(when); });
}

/// Adds what the package did, where that can differ from what the job did.
operation<job_run> remote_server_impl::collect(job_run ended) {
    if (ended.result.job != outcome::succeeded)
        co_return std::tuple(error_code(), std::move(ended));
    bool const whole = is_whole(ended.rows);
    bool const doubtful = std::ranges::any_of(ended.rows, [](job_history_row const& row) {
        return row.status == run_status::failed || row.status == run_status::canceled;
    });
    if (whole && !doubtful)
        co_return std::tuple(error_code(), std::move(ended));
    auto const steps = co_await steps_of(ended.before.job);
    if (!ended.rows.empty())
        judge(ended, steps);
    if (!whole)
        add_trimmed_steps(ended.result, steps);
    bool const canceled = is_canceled(co_await cancellation);
    if (canceled)
        co_return std::tuple(error_code(asio::error::operation_aborted), std::move(ended));
    co_return std::tuple(error_code(), std::move(ended));
}

/// None when the login may not, or the server is gone for good.
asio::awaitable<package_steps> remote_server_impl::steps_of(guid job) {
    for (;;) {
        auto const gone = co_await channel_->until_up();
        if (gone)
            break;
        auto const answer = co_await channel_->call(ask_steps(job));
        if (!answer.ask_again())
            co_return read_steps(answer.result);
        bool const canceled = is_canceled(co_await cancellation);
        if (canceled)
            break;
        co_await pause(channel_->options().poll_interval);
    }
    co_return std::nullopt;
}

operation<job_run> remote_server_impl::run(std::string name) {
    auto [error, before] = co_await mark(std::move(name));
    if (error)
        co_return std::tuple(error, job_run());
    diagnostics said;
    std::tie(error, said) = co_await start(before.job);
    if (error == agent_errc::start_in_doubt) {
        bool started = false;
        std::tie(error, started) = co_await confirm(before);
        if (!error && !started)
            error = client_errc::not_connected;
    }
    if (error)
        co_return std::tuple(error, job_run());
    co_return co_await wait(std::move(before), nullptr);
}

} // namespace ssislb::detail
