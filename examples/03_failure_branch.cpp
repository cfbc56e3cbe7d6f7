// A task that runs only when another one has failed.
#include "support/demo_server.hpp"

#include <ssislb/run/package_run.hpp>

#include <boost/asio/io_context.hpp>

#include <iostream>

namespace asio = boost::asio;
using namespace std::chrono_literals;
using ssislb::constraint_kind;

ssislb::task make_task(std::string name, std::vector<ssislb::precedence_constraint> after) {
    ssislb::task made;
    made.job = "ETL - " + name;
    made.name = std::move(name);
    made.after = std::move(after);
    return made;
}

ssislb::parent_package with_failure_branch(ssislb::server const& on) {
    return {.name = "stock",
            .servers = {on},
            .tasks = {make_task("load stock", {}),
                      make_task("publish", {{"load stock", constraint_kind::success}}),
                      make_task("restore yesterday", {{"load stock", constraint_kind::failure}}),
                      make_task("clean up", {{"load stock", constraint_kind::completion}})}};
}

int main() {
    demo::server const server(
        "etl01", {demo::job("ETL - load stock", 200ms, ssislb::sim::run_end::failed),
                  demo::job("ETL - publish", 100ms), demo::job("ETL - restore yesterday", 100ms),
                  demo::job("ETL - clean up", 100ms)});
    auto const package = with_failure_branch(server.spec());
    ssislb::run_options options;
    options.poll_interval = 50ms;
    options.password = [](ssislb::server const&) { return demo::server::password(); };

    asio::io_context io;
    ssislb::package_run run(io.get_executor(), ssislb::tds::runtime::instance(), package, options);
    run.async_run([&](ssislb::error_code, ssislb::run_summary const& summary) {
        for (std::size_t i = 0; i < package.tasks.size(); ++i)
            std::cout << package.tasks[i].name << ": " << to_string(summary.tasks[i].result)
                      << '\n';
        std::cout << "the parent package " << to_string(summary.result) << '\n';
    });
    io.run();
}
