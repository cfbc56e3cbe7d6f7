// Waiting for a job, alone or after starting it.
#include "agent/job_wait.hpp"
#include "agent/remote_server_impl.hpp"

#include <boost/asio/dispatch.hpp>

#include <utility>

namespace ssislb::detail {

namespace asio = boost::asio;

void remote_server_impl::wait(job_mark const& before, wait_options how,
                              job_wait::handler_type handler) {
    job_wait_pointer wait(new job_wait(*board_, before, std::move(how), std::move(handler)));
    wait->listen_for_cancellation();
    asio::dispatch(strand_, [self = shared_from_this(), wait = std::move(wait)]() mutable {
        self->board_->add(std::move(wait));
    });
}

operation<job_run> remote_server_impl::run(std::string name) {
    auto [error, before] = co_await mark(std::move(name));
    if (error)
        co_return std::tuple(error, job_run());
    diagnostics said;
    std::tie(error, said) = co_await start(before.job);
    wait_options how;
    how.in_doubt = error == agent_errc::start_in_doubt;
    if (how.in_doubt) {
        bool started = false;
        std::tie(error, started) = co_await confirm(before, start_sender::this_process);
        if (!error && !started)
            error = client_errc::not_connected;
    }
    if (error)
        co_return std::tuple(error, job_run());
    co_return co_await asio::async_initiate<decltype(as_awaitable), void(error_code, job_run)>(
        [this](auto handler, job_mark const& mark, wait_options options) {
            wait(mark, std::move(options), std::move(handler));
        },
        as_awaitable, before, std::move(how));
}

} // namespace ssislb::detail
