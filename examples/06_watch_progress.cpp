// An observer that is told everything that happens, and prints it.
#include "support/demo_server.hpp"

#include <ssislb/run/package_run.hpp>

#include <boost/asio/io_context.hpp>

#include <iostream>

namespace asio = boost::asio;
using namespace std::chrono_literals;

class watcher final : public ssislb::run_observer {
public:
    explicit watcher(ssislb::parent_package const& package)
        : package_(package) {}

    void on_notice(ssislb::timed_notice const& said) override {
        std::cout << ssislb::to_rfc3339(said.at) << " " << ssislb::name_of(said.what);
        using namespace ssislb::notice;
        if (auto const* started = std::get_if<attempt_started>(&said.what))
            std::cout << ": " << package_[started->attempt.task].name << " on "
                      << package_[started->server].name;
        else if (auto const* finished = std::get_if<task_finished>(&said.what))
            std::cout << ": " << package_[finished->task].name << ' '
                      << to_string(finished->result);
        std::cout << '\n';
    }

private:
    ssislb::parent_package const& package_;
};

int main() {
    std::vector<ssislb::sim::job_spec> jobs;
    ssislb::parent_package package;
    package.name = "regions";
    for (auto const* region : {"north", "south", "east", "west", "centre"}) {
        ssislb::task load;
        load.name = std::string("load ") + region;
        load.job = std::string("ETL - ") + region;
        package.tasks.push_back(load);
        jobs.push_back(demo::job(load.job, 200ms));
    }
    demo::server const first("etl01", jobs);
    demo::server const second("etl02", jobs);
    package.servers = {first.spec(), second.spec()};

    ssislb::run_options options;
    options.poll_interval = 50ms;
    options.password = [](ssislb::server const&) { return demo::server::password(); };

    asio::io_context io;
    ssislb::package_run run(io.get_executor(), ssislb::tds::runtime::instance(), package, options);
    run.add_observer(std::make_shared<watcher>(package));
    run.async_run([](ssislb::error_code, ssislb::run_summary const& summary) {
        for (auto const& server : summary.servers)
            std::cout << server.attempts << " jobs, " << server.statements << " statements\n";
    });
    io.run();
}
