// Marking, starting and stopping a job.
#include "agent/msdb_calls.hpp"
#include "agent/msdb_rows.hpp"
#include "agent/refusal_reason.hpp"
#include "agent/remote_server_impl.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace ssislb::detail {

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
        co_return co_await mark_hidden(id, seen.now);
    job_mark mark{id, seen.row->session, seen.row->run_requested, seen.newest_history, seen.now};
    // No run has ended in this session, so only history tells old rows from new ones.
    if (mark.history == 0)
        std::tie(error, mark.history) = co_await newest_history(id);
    co_return std::tuple(error, std::move(mark));
}

/// The login sees no activity of the job, if there is such a job.
operation<job_mark> remote_server_impl::mark_hidden(guid id, std::optional<server_time> now) {
    auto const [error, found] = co_await job(ask_job(id));
    if (error)
        co_return std::tuple(error, job_mark());
    if (found.runs())
        co_return std::tuple(error_code(agent_errc::job_already_running), job_mark());
    auto const [history_error, newest] = co_await newest_history(id);
    co_return std::tuple(history_error, job_mark{id, std::nullopt, std::nullopt, newest, now});
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
    server_request request{start_job(id), request_kind::start, {}};
    // A start that is sent much later than its mark was made would pass for somebody else's.
    request.not_after = std::chrono::steady_clock::now() + channel_->options().call_timeout;
    auto answer = co_await channel_->call(std::move(request));
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

} // namespace ssislb::detail
