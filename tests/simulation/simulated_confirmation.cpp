// Whether a start in doubt has happened: the questions, in the order of lib/agent.
#include "simulated_agent.hpp"

#include <ssislb/base/condition.hpp>
#include <ssislb/base/errors.hpp>

#include <boost/asio/error.hpp>

#include <algorithm>
#include <utility>

namespace ssislb::simulation {

using detail::run_ownership;
using detail::start_finding;

run_ownership simulated_agent::ownership(job_mark const& before) const {
    auto const window = detail::start_window(line_->options());
    auto login = std::string(our_login);
    if (mutant_ == mutant::any_login_is_ours)
        login.clear();
    return {before, window, std::move(login)};
}

bool simulated_agent::start_look::failed_in_passing() const noexcept {
    return error == condition::retryable || error == condition::connection_lost;
}

auto simulated_agent::confirm(job_mark before, start_sender sender) -> answer<bool> {
    auto const& options = line_->options();
    auto const& clock = line_->clock();
    bool const may_still_come =
        sender == start_sender::earlier_process && mutant_ != mutant::dead_processes_send_nothing;
    if (mutant_ == mutant::doubt_means_no)
        co_return std::tuple(error_code(), false);
    std::optional<milliseconds> nothing_since;
    for (;;) {
        if (auto const gone = co_await line_->until_up(); gone)
            co_return std::tuple(gone, false);
        auto const ours = ownership(before);
        auto const look = co_await look_for(ours);
        if (line_->closed())
            co_return std::tuple(error_code(boost::asio::error::operation_aborted), false);
        if (!look.error && look.finding == start_finding::started)
            co_return std::tuple(error_code(), true);
        auto const now = clock.stopwatch();
        nothing_since =
            look.failed_in_passing() ? std::nullopt : std::optional(nothing_since.value_or(now));
        auto const has_lasted = [&](milliseconds length) {
            return nothing_since && now - *nothing_since >= length;
        };
        bool const too_late = (look.now && !ours.time_left(*look.now) && before.taken_at) ||
                              has_lasted(detail::start_window(options));
        bool const quiet =
            has_lasted(options.confirm_grace) || mutant_ == mutant::one_look_is_enough;
        bool const unproved = look.proves_nothing() && mutant_ != mutant::hidden_means_no;
        if (quiet && (!may_still_come || too_late))
            co_return std::tuple(unproved ? error_code(agent_errc::start_in_doubt) : error_code(),
                                 false);
        co_await line_->pause(quiet ? options.confirm_grace : retry_pause());
    }
}

auto simulated_agent::is_ours(job_mark earlier) -> answer<bool> {
    auto const& clock = line_->clock();
    std::optional<milliseconds> nothing_since;
    for (;;) {
        if (auto const gone = co_await line_->until_up(); gone)
            co_return std::tuple(gone, false);
        auto const ours = ownership(earlier);
        auto const look = co_await look_for(ours);
        if (line_->closed())
            co_return std::tuple(error_code(boost::asio::error::operation_aborted), false);
        if (!look.failed_in_passing() && look.proves_nothing())
            co_return std::tuple(error_code(agent_errc::start_in_doubt), false);
        if (!look.error && look.finding != start_finding::unchanged)
            co_return std::tuple(error_code(), look.finding == start_finding::started);
        auto const now = clock.stopwatch();
        nothing_since = nothing_since.value_or(now);
        if (now - *nothing_since >= line_->options().confirm_grace)
            co_return std::tuple(look.error, false);
        co_await line_->pause(retry_pause());
    }
}

milliseconds simulated_agent::retry_pause() const {
    auto const& options = line_->options();
    return std::min(options.poll_interval.value_or(options.poll_least), options.confirm_grace);
}

coroutine<simulated_agent::start_look> simulated_agent::look_for(run_ownership ours) {
    auto const seen = co_await ask(question_kind::activity, ours.mark().job);
    start_look look;
    look.error = seen.error;
    look.now = seen.seen.now;
    if (look.error)
        co_return look;
    look.finding = detail::look_for_start(seen.seen, ours.mark());
    if (look.finding == start_finding::ask_job)
        std::tie(look.error, look.finding) = co_await look_at_job(ours);
    if (look.finding == start_finding::ask_request)
        std::tie(look.error, look.finding) = co_await look_at_request(ours, seen.seen.row->session);
    else if (look.finding == start_finding::ask_old_session)
        std::tie(look.error, look.finding) = co_await look_at_sessions(ours, *seen.seen.session);
    if (!look.error && (look.finding == start_finding::ask_history ||
                        look.finding == start_finding::ask_long_history))
        std::tie(look.error, look.finding) = co_await look_at_history(ours, look.finding);
    co_return look;
}

auto simulated_agent::look_at_request(run_ownership ours, std::int32_t session)
    -> coroutine<found> {
    auto const seen = co_await ask(question_kind::activity, ours.mark().job, session);
    if (ask_again(seen.error) || !seen.seen.row)
        co_return std::tuple(seen.error, start_finding::hidden);
    auto const finding = detail::look_for_start(seen.seen.row, ours);
    auto const first = ours.mark().session.value_or(session);
    if (finding == start_finding::started || first == session)
        co_return std::tuple(error_code(), finding);
    auto const [error, earlier] = co_await look_at_sessions(ours, session);
    bool const told = error || earlier != start_finding::unchanged;
    co_return std::tuple(error, told ? earlier : finding);
}

auto simulated_agent::look_at_sessions(run_ownership ours, std::int32_t newest)
    -> coroutine<found> {
    auto finding = start_finding::unchanged;
    for (auto session = *ours.mark().session; session < newest; ++session) {
        auto const seen = co_await ask(question_kind::activity, ours.mark().job, session);
        if (ask_again(seen.error))
            co_return std::tuple(seen.error, start_finding::hidden);
        if (!seen.seen.row || mutant_ == mutant::old_sessions_are_forgotten)
            break;
        auto const here = detail::look_for_start(seen.seen.row, ours);
        if (here != start_finding::unchanged)
            finding = here;
        if (here == start_finding::started)
            break;
    }
    co_return std::tuple(error_code(), finding);
}

auto simulated_agent::look_at_job(run_ownership ours) -> coroutine<found> {
    auto const [error, state] = co_await job(ours.mark().job);
    if (error)
        co_return std::tuple(error, start_finding::hidden);
    auto const read = co_await ask(question_kind::history, ours.mark().job);
    if (read.error)
        co_return std::tuple(read.error, start_finding::hidden);
    co_return std::tuple(error_code(), detail::look_for_start(state, read.history, ours));
}

auto simulated_agent::look_at_history(run_ownership ours, start_finding asked) -> coroutine<found> {
    auto const read = co_await ask(question_kind::history, ours.mark().job);
    if (read.error)
        co_return std::tuple(read.error, start_finding::hidden);
    co_return std::tuple(error_code(), detail::look_for_start(read.history, ours, asked));
}

} // namespace ssislb::simulation
