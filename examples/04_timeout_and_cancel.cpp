// An attempt that takes too long is stopped; a run that is no longer wanted is canceled.
#include "support/demo_server.hpp"

#include <ssislb/run/package_run.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <iostream>

namespace asio = boost::asio;
using namespace std::chrono_literals;

ssislb::parent_package slow_package(ssislb::server const& on) {
    ssislb::task bounded;
    bounded.name = "with a timeout";
    bounded.job = "ETL - Endless";
    bounded.timeout = 300ms;

    ssislb::task unbounded;
    unbounded.name = "without";
    unbounded.job = "ETL - Endless too";

    return {.name = "slow", .servers = {on}, .tasks = {bounded, unbounded}};
}

int main() {
    demo::server const server("etl01",
                              {demo::job("ETL - Endless", 1h), demo::job("ETL - Endless too", 1h)});
    auto const package = slow_package(server.spec());
    ssislb::run_options options;
    options.poll_interval = 50ms;
    options.password = [](ssislb::server const&) { return demo::server::password(); };

    asio::io_context io;
    ssislb::package_run run(io.get_executor(), ssislb::tds::runtime::instance(), package, options);
    asio::steady_timer patience(io, 1500ms);
    patience.async_wait([&run](ssislb::error_code) {
        constexpr bool stop_jobs = true;
        run.cancel(stop_jobs);
    });
    run.async_run([&](ssislb::error_code, ssislb::run_summary const& summary) {
        for (std::size_t i = 0; i < package.tasks.size(); ++i)
            std::cout << package.tasks[i].name << ": " << to_string(summary.tasks[i].result) << " ("
                      << to_string(summary.tasks[i].why) << ")\n";
        std::cout << "the parent package was " << to_string(summary.result) << '\n';
    });
    io.run();
}
