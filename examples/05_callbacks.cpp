// The steps of one job with callbacks instead of coroutines: remember, start, wait.
#include "support/demo_server.hpp"

#include <ssislb/agent/remote_server.hpp>
#include <ssislb/run/connection_options.hpp>
#include <ssislb/tds/runtime.hpp>

#include <boost/asio/io_context.hpp>

#include <iostream>

namespace asio = boost::asio;
using namespace std::chrono_literals;
using ssislb::error_code;
using ssislb::to_string;

class one_run {
public:
    explicit one_run(ssislb::remote_server& server)
        : server_(server) {}

    void begin() {
        server_.async_connect([this](error_code error, ssislb::diagnostics const& said) {
            if (error)
                return complain(error, to_string(said));
            remember();
        });
    }

private:
    void remember() {
        server_.async_mark_job("ETL - Load Orders",
                               [this](error_code error, ssislb::job_mark mark) {
                                   if (error)
                                       return complain(error, {});
                                   start(std::move(mark));
                               });
    }

    void start(ssislb::job_mark mark) {
        server_.async_start_job(mark.job,
                                [this, mark](error_code error, ssislb::diagnostics const& said) {
                                    if (error)
                                        return complain(error, to_string(said));
                                    std::cout << "accepted: " << to_string(said) << '\n';
                                    wait(mark);
                                });
    }

    void wait(ssislb::job_mark mark) {
        auto const picked_up = [](ssislb::server_time at) {
            std::cout << "picked up at " << to_string(at) << ", the server's time\n";
        };
        server_.async_wait_job(std::move(mark), ssislb::wait_options(picked_up),
                               [this](error_code error, ssislb::job_run const& run) {
                                   if (error)
                                       return complain(error, {});
                                   std::cout << "the job " << to_string(run.result.job) << '\n';
                                   server_.close();
                               });
    }

    void complain(error_code error, std::string const& said) {
        std::cerr << error.message() << '\n' << said << '\n';
        server_.close();
    }

    ssislb::remote_server& server_;
};

int main() {
    demo::server const demo("etl01", {demo::job("ETL - Load Orders", 300ms)});
    asio::io_context io;
    ssislb::remote_server server(io.get_executor(), ssislb::tds::runtime::instance(),
                                 ssislb::connection_options(demo.spec(), demo::server::password()),
                                 {.poll_interval = 50ms});
    one_run run(server);
    run.begin();
    io.run();
}
