// Two tasks, the second after the first has succeeded.
#include "support/demo_server.hpp"

#include <ssislb/run/package_run.hpp>

#include <boost/asio/io_context.hpp>

#include <iostream>

namespace asio = boost::asio;
using namespace std::chrono_literals;

ssislb::parent_package two_in_order(ssislb::server const& on) {
    ssislb::task extract;
    extract.name = "extract orders";
    extract.job = "ETL - Extract Orders";

    ssislb::task load;
    load.name = "load orders";
    load.job = "ETL - Load Orders";
    load.after = {{"extract orders", ssislb::constraint_kind::success}};

    return {.name = "orders", .servers = {on}, .tasks = {extract, load}};
}

int main() {
    demo::server const server(
        "etl01", {demo::job("ETL - Extract Orders", 200ms), demo::job("ETL - Load Orders", 200ms)});
    ssislb::run_options options;
    options.poll_interval = 50ms;
    options.password = [](ssislb::server const&) { return demo::server::password(); };

    asio::io_context io;
    ssislb::package_run run(io.get_executor(), ssislb::tds::runtime::instance(),
                            two_in_order(server.spec()), options);
    ssislb::outcome result{};
    run.async_run([&](ssislb::error_code error, ssislb::run_summary const& summary) {
        if (error)
            std::cerr << error.message() << '\n';
        result = summary.result;
        std::cout << "the parent package " << to_string(result) << " in "
                  << ssislb::format_duration(summary.makespan()) << '\n';
    });
    io.run();
    return result == ssislb::outcome::succeeded ? 0 : 1;
}
