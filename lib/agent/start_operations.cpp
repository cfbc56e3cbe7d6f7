// Marking, starting, confirming and stopping a job.
#include "agent/msdb_calls.hpp"
#include "agent/msdb_rows.hpp"
#include "agent/refusal_reason.hpp"
#include "agent/remote_server_impl.hpp"

#include <boost/asio/error.hpp>

#include <algorithm>
#include <chrono>
#include <utility>

namespace ssislb::detail {

namespace asio = boost::asio;

namespace {

/// "Job '%s' started successfully."
constexpr std::int32_t job_started_message = 14243;

/// From this severity on the server ends the session, maybe with the request half carried out.
constexpr std::uint8_t fatal_severity = 20;

bool ends_session(diagnostics const& said) {
    return std::ranges::any_of(said.server, [](server_message const& message) {
        return message.severity >= fatal_severity;
    });
}

bool says_accepted(diagnostics const& said) {
    return std::ranges::any_of(said.server, [](server_message const& message) {
        return message.number == job_started_message;
    });
}

} // namespace

operation<job_mark> remote_server_impl::mark(std::string name) {
    // The server resolves names: its collation decides which are the same.
    auto const [error, found] = co_await job(ask_job(name));
    if (error)
        co_return std::tuple(error, job_mark());
    co_return co_await mark(found.id);
}

operation<job_mark> remote_server_impl::mark(guid id) {
    auto [error, seen] = co_await board_->fresh(id);
    if (error)
        co_return std::tuple(meaning_of(error), job_mark());
    if (seen.row && is_open(*seen.row)) {
        // A mark of a job under way could not tell that run's end from the end of the next.
        bool const runs = co_await runs_now(*seen.row);
        if (runs)
            co_return std::tuple(error_code(agent_errc::job_already_running), job_mark());
        // It has ended meanwhile, or a dead Agent left the row open.
        std::tie(error, seen) = co_await board_->fresh(id);
        if (error)
            co_return std::tuple(meaning_of(error), job_mark());
    }
    if (!seen.row)
        co_return co_await mark_hidden(id);
    job_mark mark{id, seen.row->session, seen.row->run_requested, seen.newest_history};
    // No run has ended in this session, so only history tells old rows from new ones.
    if (mark.history == 0)
        std::tie(error, mark.history) = co_await newest_history(id);
    co_return std::tuple(error, std::move(mark));
}

/// The login sees no activity of the job, if there is such a job.
operation<job_mark> remote_server_impl::mark_hidden(guid id) {
    auto const [error, found] = co_await job(ask_job(id));
    if (error)
        co_return std::tuple(error, job_mark());
    if (found.runs())
        co_return std::tuple(error_code(agent_errc::job_already_running), job_mark());
    auto const [history_error, newest] = co_await newest_history(id);
    co_return std::tuple(history_error, job_mark{id, std::nullopt, std::nullopt, newest});
}

coroutine<bool> remote_server_impl::runs_now(job_activity const& row) {
    auto const [error, found] = co_await job(ask_job(row.job));
    co_return !error && found.runs();
}

operation<std::int32_t> remote_server_impl::newest_history(guid id) {
    auto [error, rows] = co_await recent_history(id);
    std::int32_t newest = 0;
    for (auto const& row : rows)
        newest = std::max(newest, row.instance_id);
    co_return std::tuple(error, newest);
}

/// Newest rows first, so it does not matter if a long history is cut.
operation<std::vector<job_history_row>> remote_server_impl::recent_history(guid id) {
    auto const answer = co_await channel_->call(ask_history(id), request_kind::history);
    bool const read = !answer.error || answer.error == client_errc::result_too_large;
    auto rows = read ? read_history(answer.result) : std::vector<job_history_row>();
    board_->lengths().learn(rows);
    co_return std::tuple(read ? error_code() : meaning_of(answer.error), std::move(rows));
}

operation<diagnostics> remote_server_impl::start(guid id) {
    auto answer = co_await channel_->call(start_job(id), request_kind::start);
    auto const& said = answer.result.diag;
    error_code error = answer.error;
    // Once it has been said that the Agent took the request, no later error takes it back.
    if (says_accepted(said))
        error = error_code();
    else if (error && (error.category() != sql_server_category() || ends_session(said)))
        error = answer.sent ? error_code(agent_errc::start_in_doubt) : error;
    else if (error == sql_server_errc::agent_refused)
        error = co_await reason_of(answer, id, true);
    else if (!error && answer.result.return_status.value_or(0) != 0)
        error = agent_errc::start_refused;
    co_return std::tuple(meaning_of(error), std::move(answer.result.diag));
}

operation<diagnostics> remote_server_impl::stop(guid id) {
    auto answer = co_await channel_->call(stop_job(id));
    error_code error = answer.error;
    if (error == sql_server_errc::agent_refused)
        error = co_await reason_of(answer, id, false);
    co_return std::tuple(meaning_of(error), std::move(answer.result.diag));
}

/// 22022 covers several reasons, so the server's state is asked.
coroutine<error_code> remote_server_impl::reason_of(server_answer const& refusal, guid id,
                                                    bool of_start) {
    refusal_facts facts;
    if (auto const* said = refusal.result.diag.first_error())
        facts.text = said->text;
    auto const [job_error, found] = co_await job(ask_job(id));
    if (!job_error)
        facts.job = &found;
    if (!of_start)
        co_return refused_stop(facts);
    if (facts.job != nullptr && found.runs())
        co_return refused_start(facts);
    auto const [error, seen] = co_await board_->fresh(id);
    if (!error && seen.row)
        facts.activity = &*seen.row;
    co_return refused_start(facts);
}

operation<bool> remote_server_impl::confirm(job_mark before) {
    using std::chrono::steady_clock;
    auto const& options = channel_->options();
    std::optional<steady_clock::time_point> quiet_since;
    for (;;) {
        auto const gone = co_await channel_->until_up();
        if (gone)
            co_return std::tuple(gone, false);
        auto const [error, finding] = co_await look_for(before);
        bool const canceled = is_canceled(co_await cancellation);
        if (canceled)
            co_return std::tuple(error_code(asio::error::operation_aborted), false);
        if (!error && finding == start_finding::started)
            co_return std::tuple(error_code(), true);
        auto const now = steady_clock::now();
        // A look that failed in passing is none: the grace begins with the next one. What will fail
        // again, because job or rights are gone, shows as little as a hidden job.
        bool const passing = error == condition::retryable || error == condition::connection_lost ||
                             error == client_errc::protocol_violation;
        quiet_since = passing ? std::nullopt : std::optional(quiet_since.value_or(now));
        if (quiet_since && now - *quiet_since >= options.confirm_grace)
            co_return std::tuple(error || finding == start_finding::hidden
                                     ? error_code(agent_errc::start_in_doubt)
                                     : error_code(),
                                 false);
        co_await channel_->pause(std::min(channel_->retry_pause(), options.confirm_grace));
    }
}

/// One look, as deep as it takes.
operation<start_finding> remote_server_impl::look_for(job_mark const& before) {
    auto const [error, seen] = co_await board_->fresh(before.job);
    if (error)
        co_return std::tuple(error, start_finding::hidden);
    auto const finding = look_for_start(seen, before);
    if (finding == start_finding::ask_job)
        co_return co_await look_at_job(before);
    if (finding != start_finding::ask_old_session)
        co_return std::tuple(error_code(), finding);
    co_return co_await look_at_sessions(before, *seen.session);
}

/// Every session from the mark's to the one before the newest may have had the request. They are
/// numbered one by one while the server itself lives, and so does the start's connection.
operation<start_finding> remote_server_impl::look_at_sessions(job_mark const& before,
                                                              std::int32_t newest) {
    auto finding = start_finding::unchanged;
    for (auto session = *before.session; session < newest; ++session) {
        auto const answer = co_await channel_->call(ask_activity(before.job, session));
        if (answer.ask_again())
            co_return std::tuple(answer.error, finding);
        auto const rows = read_activity(answer.result);
        auto const old = rows.empty() ? std::nullopt : std::optional(rows.front());
        finding = look_for_start(old, before);
        if (!old || finding == start_finding::started)
            break;
    }
    co_return std::tuple(error_code(), finding);
}

operation<start_finding> remote_server_impl::look_at_job(job_mark const& before) {
    auto const [error, found] = co_await job(ask_job(before.job));
    if (error)
        co_return std::tuple(error, start_finding::hidden);
    auto [history_error, rows] = co_await recent_history(before.job);
    if (history_error)
        co_return std::tuple(history_error, start_finding::hidden);
    co_return std::tuple(error_code(), look_for_start(found, std::move(rows), before));
}

} // namespace ssislb::detail
