#include "agent/remote_server_impl.hpp"

#include "agent/msdb_calls.hpp"
#include "agent/msdb_rows.hpp"
#include "agent/refusal_reason.hpp"

#include <ssislb/base/serial_executor.hpp>

#include <utility>

namespace ssislb::detail {

namespace asio = boost::asio;

remote_server_impl::remote_server_impl(asio::any_io_executor outer,
                                       std::shared_ptr<tds::runtime> runtime, tds::options how,
                                       supervision_options options)
    : outer_(std::move(outer))
    , strand_(serial(outer_))
    , channel_(
          std::make_shared<server_channel>(strand_, std::move(runtime), std::move(how), options))
    , board_(std::make_shared<status_board>(strand_, outer_, channel_)) {}

operation<diagnostics> remote_server_impl::connect() {
    auto [error, said] = co_await channel_->connect();
    if (error)
        co_return std::tuple(error, std::move(said));
    // An Agent that is starting, or a login without rights, does not spoil the connection.
    auto const [status_error] = co_await board_->refresh();
    if (status_error == condition::connection_lost || status_error == condition::canceled)
        co_return std::tuple(status_error, std::move(said));
    co_return std::tuple(error_code(), std::move(said));
}

operation<std::vector<agent_job>> remote_server_impl::jobs() {
    auto const answer = co_await channel_->call(ask_jobs());
    auto rows = answer.error ? std::vector<agent_job>() : read_jobs(answer.result);
    co_return std::tuple(meaning_of(answer.error), std::move(rows));
}

operation<job_directory> remote_server_impl::find_jobs(std::vector<std::string> names) {
    auto [error, listed] = co_await jobs();
    job_directory found(std::move(listed));
    for (auto& name : names) {
        if (error || !found.is_unclear(name))
            continue;
        auto const [unknown, meant] = co_await job(ask_job(name));
        if (unknown == condition::connection_lost || unknown == condition::canceled)
            error = unknown;
        else if (!unknown)
            found.add_alias(std::move(name), meant.id);
    }
    co_return std::tuple(error, std::move(found));
}

operation<std::vector<job_activity>> remote_server_impl::activity() {
    auto answer = co_await channel_->call(ask_activity(), request_kind::status);
    bool const hidden = answer.error == sql_server_errc::permission_denied;
    activity_snapshot const newest(std::move(answer.result));
    std::vector<job_activity> rows;
    rows.reserve(newest.rows().size());
    for (auto const& each : newest.rows())
        rows.push_back(*newest.at(each).row);
    co_return std::tuple(hidden ? error_code() : meaning_of(answer.error), std::move(rows));
}

operation<std::vector<job_history_row>> remote_server_impl::history(guid job) {
    auto const answer = co_await channel_->call(ask_history(job), request_kind::history);
    auto rows = answer.error ? std::vector<job_history_row>() : read_history(answer.result);
    co_return std::tuple(meaning_of(answer.error), std::move(rows));
}

/// One job's row of sp_help_job.
operation<agent_job> remote_server_impl::job(tds::rpc question) {
    auto const answer = co_await channel_->call(std::move(question));
    if (answer.error)
        co_return std::tuple(meaning_of(answer.error), agent_job());
    auto found = read_jobs(answer.result);
    if (found.empty())
        co_return std::tuple(error_code(agent_errc::job_not_found), agent_job());
    co_return std::tuple(error_code(), std::move(found.front()));
}

void remote_server_impl::on_state_change(remote_server::state_function change) {
    channel_->on_state_change(
        [outer = outer_, told = std::make_shared<remote_server::state_function>(std::move(change))](
            bool up, error_code why, diagnostics said, bool final) {
            asio::post(outer, [told, up, why, said = std::move(said), final] {
                if (*told)
                    (*told)(up, why, said, final);
            });
        });
}

void remote_server_impl::close() {
    board_->close();
    channel_->close();
}

} // namespace ssislb::detail
