// A server's Agent without TDS: rows of the simulated world, judged by the rules of lib/agent.
#include "simulated_agent.hpp"

#include "agent/refusal_reason.hpp"

#include <ssislb/base/condition.hpp>
#include <ssislb/base/errors.hpp>
#include <ssislb/base/sql_server_error.hpp>

#include <algorithm>
#include <utility>

namespace ssislb::simulation {

bool ask_again(error_code const& error) noexcept {
    return error == condition::connection_lost || error == condition::canceled ||
           error == sql_server_errc::agent_starting;
}

namespace {

/// Of questions that are about no job.
constexpr guid no_job{};

diagnostics said_by(reply const& told) {
    diagnostics said;
    if (!told.text.empty()) {
        server_message message;
        message.number = told.error.value();
        message.severity = 16;
        message.text = told.text;
        said.server.push_back(std::move(message));
    }
    return said;
}

} // namespace

simulated_agent::simulated_agent(std::shared_ptr<line> over, mutant wrong)
    : line_(std::move(over))
    , mutant_(wrong) {}

supervision_statistics simulated_agent::statistics() const {
    supervision_statistics counted;
    counted.statements = line_->questions();
    counted.reconnects = line_->reconnects();
    return counted;
}

coroutine<reply> simulated_agent::ask(question_kind what, guid const& job,
                                      std::optional<std::int32_t> session) {
    question asked;
    asked.what = what;
    asked.job = job_of(job);
    asked.session = session;
    co_return co_await line_->ask(asked);
}

auto simulated_agent::connect() -> answer<diagnostics> {
    auto const error = co_await line_->connect();
    co_return std::tuple(error, diagnostics());
}

auto simulated_agent::find_jobs(std::vector<std::string>) -> answer<job_directory> {
    auto told = co_await ask(question_kind::list_jobs, no_job);
    co_return std::tuple(told.error, job_directory(std::move(told.jobs)));
}

auto simulated_agent::job_lengths() -> answer<std::vector<job_length>> {
    auto const told = co_await ask(question_kind::list_jobs, no_job);
    std::vector<job_length> known;
    // History knows some of them.
    for (auto const& each : told.jobs)
        if (job_of(each.id) % 2 == 1)
            known.push_back({each.id, std::chrono::seconds(10 + 7 * job_of(each.id)), 0.5, 3});
    co_return std::tuple(told.error, std::move(known));
}

auto simulated_agent::busy_jobs() -> answer<std::vector<agent_job>> {
    auto told = co_await ask(question_kind::list_busy_jobs, no_job);
    co_return std::tuple(told.error, std::move(told.jobs));
}

coroutine<std::tuple<error_code, agent_job>> simulated_agent::job(guid id) {
    auto told = co_await ask(question_kind::job, id);
    if (told.error)
        co_return std::tuple(detail::meaning_of(told.error), agent_job());
    co_return std::tuple(error_code(), std::move(told.jobs.front()));
}

coroutine<std::tuple<error_code, std::int32_t>> simulated_agent::newest_history(guid id) {
    auto const told = co_await ask(question_kind::history, id);
    std::int32_t newest = 0;
    for (auto const& row : told.history)
        newest = std::max(newest, row.instance_id);
    co_return std::tuple(detail::meaning_of(told.error), newest);
}

auto simulated_agent::mark(guid id) -> answer<job_mark> {
    auto look = co_await ask(question_kind::activity, id);
    if (look.error)
        co_return std::tuple(detail::meaning_of(look.error), job_mark());
    if (look.seen.row && detail::is_open(*look.seen.row)) {
        auto const [error, state] = co_await job(id);
        if (!error && state.runs())
            co_return std::tuple(error_code(agent_errc::job_already_running), job_mark());
        look = co_await ask(question_kind::activity, id);
        if (look.error)
            co_return std::tuple(detail::meaning_of(look.error), job_mark());
    }
    auto const& seen = look.seen;
    if (!seen.row)
        co_return co_await mark_hidden(id, seen.now);
    job_mark mark{id, seen.row->session, seen.row->run_requested, seen.newest_history, seen.now};
    error_code error;
    if (mark.history == 0)
        std::tie(error, mark.history) = co_await newest_history(id);
    co_return std::tuple(error, std::move(mark));
}

auto simulated_agent::mark_hidden(guid id, std::optional<server_time> now) -> answer<job_mark> {
    auto const [error, state] = co_await job(id);
    if (error)
        co_return std::tuple(error, job_mark());
    if (state.runs())
        co_return std::tuple(error_code(agent_errc::job_already_running), job_mark());
    auto const [history_error, newest] = co_await newest_history(id);
    co_return std::tuple(history_error, job_mark{id, std::nullopt, std::nullopt, newest, now});
}

auto simulated_agent::start(guid id) -> answer<diagnostics> {
    auto told = co_await ask(question_kind::start, id);
    if (mutant_ == mutant::starts_again_when_unanswered && told.error && told.sent &&
        told.error.category() != sql_server_category()) {
        static_cast<void>(co_await line_->until_up());
        told = co_await ask(question_kind::start, id);
    }
    auto said = said_by(told);
    error_code error = told.error;
    if (error && error.category() != sql_server_category())
        error = told.sent ? error_code(agent_errc::start_in_doubt) : error;
    else if (error == sql_server_errc::agent_refused)
        error = co_await reason_of(told, id, true);
    if (mutant_ == mutant::lost_answer_is_no_start && error == agent_errc::start_in_doubt)
        error = client_errc::connection_lost;
    if (mutant_ == mutant::lost_answer_is_a_start && error == agent_errc::start_in_doubt)
        error = error_code();
    if (mutant_ == mutant::busy_is_accepted && error == agent_errc::job_already_running)
        error = error_code();
    co_return std::tuple(detail::meaning_of(error), std::move(said));
}

auto simulated_agent::stop(guid id) -> answer<diagnostics> {
    auto told = co_await ask(question_kind::stop, id);
    error_code error = told.error;
    if (error == sql_server_errc::agent_refused)
        error = co_await reason_of(told, id, false);
    co_return std::tuple(detail::meaning_of(error), said_by(told));
}

coroutine<error_code> simulated_agent::reason_of(reply refusal, guid id, bool of_start) {
    detail::refusal_facts facts;
    facts.text = refusal.text;
    auto const [job_error, state] = co_await job(id);
    if (!job_error)
        facts.job = &state;
    if (!of_start)
        co_return detail::refused_stop(facts);
    if (facts.job != nullptr && state.runs())
        co_return detail::refused_start(facts);
    auto const look = co_await ask(question_kind::activity, id);
    if (!look.error && look.seen.row)
        facts.activity = &*look.seen.row;
    co_return detail::refused_start(facts);
}

} // namespace ssislb::simulation
