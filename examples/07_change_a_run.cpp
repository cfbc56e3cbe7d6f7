// A run that is changed while it runs: a server is drained as soon as it has started a job.
#include "support/demo_server.hpp"

#include <ssislb/run/package_run.hpp>

#include <boost/asio/io_context.hpp>

#include <iostream>
#include <utility>

namespace asio = boost::asio;
using namespace std::chrono_literals;

class maintenance final : public ssislb::run_observer {
public:
    maintenance(ssislb::package_run& run, ssislb::server_id server)
        : run_(run)
        , server_(server) {}

    void on_notice(ssislb::timed_notice const& said) override {
        auto const* started = std::get_if<ssislb::notice::attempt_started>(&said.what);
        if (started == nullptr || started->server != server_ || std::exchange(asked_, true))
            return;
        run_.async_control(ssislb::control::drain{server_}, [](ssislb::error_code error,
                                                               ssislb::control_answer const& now) {
            if (error)
                std::cerr << error.message() << '\n';
            else
                std::cout << "drained, " << now.server->running << " of our jobs still run there\n";
        });
    }

private:
    ssislb::package_run& run_;
    ssislb::server_id server_;
    bool asked_ = false;
};

int main() {
    std::vector<ssislb::sim::job_spec> jobs;
    ssislb::parent_package package;
    package.name = "regions";
    for (auto const* region : {"north", "south", "east", "west", "centre", "abroad"}) {
        package.tasks.push_back({.name = region, .job = std::string("ETL - ") + region});
        jobs.push_back(demo::job(package.tasks.back().job, 200ms));
    }
    demo::server const first("etl01", jobs);
    demo::server const second("etl02", jobs);
    package.servers = {first.spec(), second.spec()};

    ssislb::run_options options;
    options.poll_interval = 50ms;
    options.password = [](ssislb::server const&) { return demo::server::password(); };

    asio::io_context io;
    ssislb::package_run run(io.get_executor(), ssislb::tds::runtime::instance(), package, options);
    run.add_observer(std::make_shared<maintenance>(run, ssislb::server_id{1}));
    run.async_run([](ssislb::error_code, ssislb::run_summary const& summary) {
        std::cout << summary.servers[0].attempts << " jobs ran on etl01, "
                  << summary.servers[1].attempts << " on etl02\n";
    });
    io.run();
}
