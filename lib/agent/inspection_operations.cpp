// Rights, the Agent's service, the steps of a job, how long jobs take.
#include "agent/inspection_rows.hpp"
#include "agent/msdb_calls.hpp"
#include "agent/msdb_rows.hpp"
#include "agent/refusal_reason.hpp"
#include "agent/remote_server_impl.hpp"

#include <ssislb/base/errors.hpp>

namespace ssislb::detail {

operation<login_rights> remote_server_impl::rights() {
    auto const answer = co_await channel_->call(ask_rights());
    if (answer.error)
        co_return std::tuple(answer.error, login_rights());
    auto found = read_rights(answer.result);
    if (!found)
        co_return std::tuple(error_code(client_errc::protocol_violation), login_rights());
    co_return std::tuple(error_code(), std::move(*found));
}

operation<agent_service_state> remote_server_impl::agent_service() {
    auto const answer = co_await channel_->call(ask_services());
    if (is_hidden(answer.error))
        co_return std::tuple(error_code(), agent_service_state::not_visible);
    if (answer.error)
        co_return std::tuple(answer.error, agent_service_state::not_visible);
    co_return std::tuple(error_code(), read_agent_service(answer.result));
}

operation<std::vector<job_step>> remote_server_impl::job_steps(guid job) {
    auto const answer = co_await channel_->call(ask_steps(job));
    if (answer.error)
        co_return std::tuple(meaning_of(answer.error), std::vector<job_step>());
    co_return std::tuple(error_code(), read_job_steps(answer.result));
}

operation<std::vector<agent_job>> remote_server_impl::busy_jobs() {
    auto const answer = co_await channel_->call(ask_busy_jobs());
    if (answer.error)
        co_return std::tuple(answer.error, std::vector<agent_job>());
    co_return std::tuple(error_code(), read_jobs(answer.result));
}

operation<std::vector<job_length>> remote_server_impl::job_lengths() {
    auto const answer = co_await channel_->call(ask_lengths(), request_kind::history);
    if (answer.error)
        co_return std::tuple(answer.error, std::vector<job_length>());
    board_->lengths().learn(read_history(answer.result));
    co_return std::tuple(error_code(), board_->lengths().all());
}

} // namespace ssislb::detail
