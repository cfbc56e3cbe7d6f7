// Finding out whose run it is: of a start in doubt, and of one that was thought not to have
// happened.
#include "agent/msdb_calls.hpp"
#include "agent/msdb_rows.hpp"
#include "agent/remote_server_impl.hpp"

#include <ssislb/base/condition.hpp>

#include <boost/asio/error.hpp>

#include <algorithm>
#include <chrono>
#include <utility>

namespace ssislb::detail {

namespace asio = boost::asio;

using std::chrono::steady_clock;

namespace {

/// How long nothing of ours has come.
class silence {
public:
    void broken() noexcept { since_.reset(); }
    void goes_on(steady_clock::time_point now) noexcept { since_ = since_.value_or(now); }

    [[nodiscard]] bool has_lasted(milliseconds length,
                                  steady_clock::time_point now) const noexcept {
        return since_ && now - *since_ >= length;
    }

private:
    std::optional<steady_clock::time_point> since_;
};

} // namespace

run_ownership remote_server_impl::ownership(job_mark const& before) const {
    return {before, start_window(channel_->options()), channel_->facts().login};
}

bool remote_server_impl::start_look::failed_in_passing() const noexcept {
    return error == condition::retryable || error == condition::connection_lost ||
           error == client_errc::protocol_violation;
}

operation<bool> remote_server_impl::confirm(job_mark before, start_sender sender) {
    auto const& options = channel_->options();
    bool const may_still_come = sender == start_sender::earlier_process;
    silence nothing;
    for (;;) {
        auto const gone = co_await channel_->until_up();
        if (gone)
            co_return std::tuple(gone, false);
        // The login is known once there is a connection.
        auto const ours = ownership(before);
        auto const look = co_await look_for(ours);
        bool const canceled = is_canceled(co_await cancellation);
        if (canceled)
            co_return std::tuple(error_code(asio::error::operation_aborted), false);
        if (!look.error && look.finding == start_finding::started)
            co_return std::tuple(error_code(), true);
        // The grace begins with the next look. What will fail again, because job or rights are
        // gone, is a look all the same.
        auto const now = steady_clock::now();
        if (look.failed_in_passing())
            nothing.broken();
        else
            nothing.goes_on(now);
        // A server's clock that was set back does not hold us up: so long we have looked ourselves.
        bool const too_late = (look.now && !ours.time_left(*look.now) && before.taken_at) ||
                              nothing.has_lasted(start_window(options), now);
        bool const quiet = nothing.has_lasted(options.confirm_grace, now);
        if (quiet && (!may_still_come || too_late))
            co_return std::tuple(look.proves_nothing() ? error_code(agent_errc::start_in_doubt)
                                                       : error_code(),
                                 false);
        co_await channel_->pause(quiet ? options.confirm_grace
                                       : std::min(channel_->retry_pause(), options.confirm_grace));
    }
}

operation<bool> remote_server_impl::is_ours(job_mark before) {
    auto const& options = channel_->options();
    silence nothing;
    for (;;) {
        auto const gone = co_await channel_->until_up();
        if (gone)
            co_return std::tuple(gone, false);
        auto const look = co_await look_for(ownership(before));
        bool const canceled = is_canceled(co_await cancellation);
        if (canceled)
            co_return std::tuple(error_code(asio::error::operation_aborted), false);
        if (!look.failed_in_passing() && look.proves_nothing())
            co_return std::tuple(error_code(agent_errc::start_in_doubt), false);
        if (!look.error && look.finding != start_finding::unchanged)
            co_return std::tuple(error_code(), look.finding == start_finding::started);
        // The Agent refuses for a request that it has not recorded yet.
        auto const now = steady_clock::now();
        nothing.goes_on(now);
        if (nothing.has_lasted(options.confirm_grace, now))
            co_return std::tuple(look.error, false);
        co_await channel_->pause(std::min(channel_->retry_pause(), options.confirm_grace));
    }
}

/// One look, as deep as it takes.
auto remote_server_impl::look_for(run_ownership const& ours) -> coroutine<start_look> {
    auto const [error, seen] = co_await board_->fresh(ours.mark().job);
    start_look look{error, start_finding::hidden, seen.now};
    if (error)
        co_return look;
    look.finding = look_for_start(seen, ours.mark());
    if (look.finding == start_finding::ask_job)
        std::tie(look.error, look.finding) = co_await look_at_job(ours);
    if (look.finding == start_finding::ask_request)
        std::tie(look.error, look.finding) = co_await look_at_request(ours, seen.row->session);
    else if (look.finding == start_finding::ask_old_session)
        std::tie(look.error, look.finding) = co_await look_at_sessions(ours, *seen.session);
    if (!look.error && (look.finding == start_finding::ask_history ||
                        look.finding == start_finding::ask_long_history))
        std::tie(look.error, look.finding) = co_await look_at_history(ours, look.finding);
    co_return look;
}

/// By whom the job was requested, and if that was not us: whether an Agent before had our request.
operation<start_finding> remote_server_impl::look_at_request(run_ownership const& ours,
                                                             std::int32_t session) {
    auto const answer = co_await channel_->call(ask_activity(ours.mark().job, session));
    if (answer.ask_again())
        co_return std::tuple(answer.error, start_finding::hidden);
    auto const rows = read_activity(answer.result);
    if (rows.empty())
        co_return std::tuple(answer.error, start_finding::hidden);
    auto const finding = look_for_start(std::optional(rows.front()), ours);
    auto const first = ours.mark().session.value_or(session);
    if (finding == start_finding::started || first == session)
        co_return std::tuple(error_code(), finding);
    auto const [error, earlier] = co_await look_at_sessions(ours, session);
    bool const told = error || earlier != start_finding::unchanged;
    co_return std::tuple(error, told ? earlier : finding);
}

/// Every session from the mark's to the one before the newest may have had the request. They are
/// numbered one by one while the server itself lives, and so does the start's connection.
operation<start_finding> remote_server_impl::look_at_sessions(run_ownership const& ours,
                                                              std::int32_t newest) {
    auto finding = start_finding::unchanged;
    for (auto session = *ours.mark().session; session < newest; ++session) {
        auto const answer = co_await channel_->call(ask_activity(ours.mark().job, session));
        if (answer.ask_again())
            co_return std::tuple(answer.error, start_finding::hidden);
        auto const rows = read_activity(answer.result);
        if (rows.empty())
            break;
        auto const here = look_for_start(std::optional(rows.front()), ours);
        if (here != start_finding::unchanged)
            finding = here;
        if (here == start_finding::started)
            break;
    }
    co_return std::tuple(error_code(), finding);
}

operation<start_finding> remote_server_impl::look_at_job(run_ownership const& ours) {
    auto const [error, found] = co_await job(ask_job(ours.mark().job));
    if (error)
        co_return std::tuple(error, start_finding::hidden);
    auto const [history_error, rows] = co_await recent_history(ours.mark().job);
    if (history_error)
        co_return std::tuple(history_error, start_finding::hidden);
    co_return std::tuple(error_code(), look_for_start(found, rows, ours));
}

operation<start_finding> remote_server_impl::look_at_history(run_ownership const& ours,
                                                             start_finding asked) {
    auto const [error, rows] = co_await recent_history(ours.mark().job);
    if (error)
        co_return std::tuple(error, start_finding::hidden);
    co_return std::tuple(error_code(), look_for_start(rows, ours, asked));
}

} // namespace ssislb::detail
