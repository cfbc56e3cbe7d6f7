// Runs one Agent job and waits for its true outcome.
#include "support/demo_server.hpp"

#include <ssislb/agent/remote_server.hpp>
#include <ssislb/run/connection_options.hpp>
#include <ssislb/tds/runtime.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <exception>
#include <iostream>

namespace asio = boost::asio;
using namespace std::chrono_literals;

asio::awaitable<void> run_one_job(ssislb::server spec) {
    auto const executor = co_await asio::this_coro::executor;
    ssislb::remote_server server(executor, ssislb::tds::runtime::instance(),
                                 ssislb::connection_options(spec, demo::server::password()),
                                 {.poll_interval = 50ms});
    co_await server.async_connect(asio::use_awaitable);

    // A job that fails is a result. An exception says that it could not be run or watched.
    auto const run = co_await server.async_run_job("ETL - Load Orders", asio::use_awaitable);
    std::cout << "the job " << to_string(run.result.job) << ", its package "
              << to_string(run.result.package) << '\n'
              << run.result.message << '\n';
}

int main() {
    demo::server const server("etl01", {demo::job("ETL - Load Orders", 300ms)});
    asio::io_context io;
    asio::co_spawn(io, run_one_job(server.spec()), [](std::exception_ptr failure) {
        if (failure)
            std::rethrow_exception(failure);
    });
    io.run();
}
