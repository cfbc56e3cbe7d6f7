// CPU of one status call on one core: raw TCP, a plain loop of db-lib, ours.
#include "client_options.hpp"
#include "dblib_client.hpp"
#include "echo_server.hpp"
#include "figure.hpp"
#include "process.hpp"
#include "server_process.hpp"

#include <ssislb/tds/connection.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <array>
#include <chrono>
#include <cstdio>
#include <exception>
#include <functional>
#include <string_view>

namespace {

using namespace ssislb;
namespace asio = boost::asio;
using std::chrono_literals::operator""s;

/// CPU of one exchange in microseconds.
double cost(std::size_t calls, std::function<void()> const& work) {
    auto const before = bench::cpu_time();
    work();
    return (bench::cpu_time() - before) / static_cast<double>(calls) * 1e6;
}

using namespace std::string_view_literals;

/// Those that a wait for a job needs.
constexpr std::array columns{
    "session_id"sv,          "job_id"sv,         "run_requested_date"sv, "start_execution_date"sv,
    "stop_execution_date"sv, "job_history_id"sv, "run_status"sv,         "message"sv};

class our_client {
public:
    explicit our_client(std::uint16_t port) {
        run([this, port]() -> asio::awaitable<void> {
            co_await connection_.async_connect(bench::options_for(port), 10s, asio::use_awaitable);
        });
    }

    void ask_activity(std::size_t times) {
        run([this, times]() -> asio::awaitable<void> {
            tds::rpc question("msdb.dbo.sp_help_jobactivity");
            question.columns = columns;
            for (std::size_t i = 0; i < times; ++i)
                co_await connection_.async_call(question, 10s, asio::use_awaitable);
        });
    }

private:
    void run(std::function<asio::awaitable<void>()> work) {
        asio::co_spawn(io_, std::move(work), [](std::exception_ptr failure) {
            if (failure)
                std::rethrow_exception(failure);
        });
        io_.restart();
        io_.run();
    }

    asio::io_context io_{1};
    tds::connection connection_{io_.get_executor(), tds::runtime::instance()};
};

void measure(std::size_t jobs, std::size_t calls) {
    constexpr int rounds = 5;
    constexpr int core = 0;
    bench::server_process servers({.servers = 1, .jobs = jobs, .core = core});
    bench::pin_to(core);
    auto const port = servers.ports().front();
    bench::dblib_client plain(port, bench::server_process::user, bench::server_process::password);
    our_client ours(port);
    plain.ask_activity(100);
    ours.ask_activity(100);
    std::vector<double> floor_cost, plain_cost, our_cost, ratio;
    auto const servers_before = bench::cpu_time(servers.id());
    for (int round = 0; round < rounds; ++round) {
        floor_cost.push_back(cost(calls, [&] { bench::ask_echo(servers.echo_port(), calls); }));
        plain_cost.push_back(cost(calls, [&] { plain.ask_activity(calls); }));
        our_cost.push_back(cost(calls, [&] { ours.ask_activity(calls); }));
        ratio.push_back(our_cost.back() / plain_cost.back());
    }
    auto const rows = "_" + std::to_string(jobs) + "_rows";
    bench::print("floor" + rows, bench::median(floor_cost), "us");
    bench::print("dblib" + rows, bench::median(plain_cost), "us");
    bench::print("ours" + rows, bench::median(our_cost), "us");
    bench::print("ours_over_dblib" + rows, bench::median(ratio), "ratio");
    bench::print("servers_per_call" + rows,
                 (bench::cpu_time(servers.id()) - servers_before) /
                     static_cast<double>(3 * rounds * calls) * 1e6,
                 "us");
}

} // namespace

int main() {
    measure(2, 20'000);
    measure(100, 2'000);
    return 0;
}
