#include "agent/run_collection.hpp"

#include "agent/msdb_calls.hpp"
#include "agent/msdb_rows.hpp"
#include "agent/run_result.hpp"

#include <boost/asio/error.hpp>

#include <algorithm>
#include <utility>

namespace ssislb::detail {

namespace asio = boost::asio;

namespace {

/// The rows once more, now that it is known which steps are packages.
void judge(job_run& ended, package_steps const& steps) {
    auto const started = ended.result.started;
    ended.result = result_of(ended.rows, steps);
    ended.result.started = started;
}

/// None when the login may not, or the server is gone for good.
coroutine<package_steps> steps_of(server_channel& channel, guid job) {
    for (;;) {
        auto const gone = co_await channel.until_up();
        if (gone)
            break;
        auto const answer = co_await channel.call(ask_steps(job));
        if (!answer.ask_again())
            co_return read_steps(answer.result);
        bool const canceled = is_canceled(co_await cancellation);
        if (canceled)
            break;
        co_await channel.pause(channel.retry_pause());
    }
    co_return std::nullopt;
}

} // namespace

operation<job_run> collect(std::shared_ptr<server_channel> channel, job_run ended) {
    if (ended.result.job != outcome::succeeded)
        co_return std::tuple(error_code(), std::move(ended));
    bool const whole = is_whole(ended.rows);
    bool const doubtful = std::ranges::any_of(ended.rows, [](job_history_row const& row) {
        return row.status == run_status::failed || row.status == run_status::canceled;
    });
    if (whole && !doubtful)
        co_return std::tuple(error_code(), std::move(ended));
    auto const steps = co_await steps_of(*channel, ended.before.job);
    if (!ended.rows.empty())
        judge(ended, steps);
    if (!whole)
        add_trimmed_steps(ended.result, steps);
    bool const canceled = is_canceled(co_await cancellation);
    if (canceled)
        co_return std::tuple(error_code(asio::error::operation_aborted), std::move(ended));
    co_return std::tuple(error_code(), std::move(ended));
}

} // namespace ssislb::detail
