// How fast a parent package of tasks without length goes through: from plan in memory to summary.
#include "figure.hpp"
#include "process.hpp"
#include "server_process.hpp"
#include "size_arguments.hpp"

#include <ssislb/run/package_run.hpp>

#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

namespace {

using namespace ssislb;

constexpr int rounds = 5;
constexpr int client_core = 0;
constexpr int server_core = 1;
/// So many servers have the same jobs, so that there is something to choose.
constexpr std::size_t alike = 4;
constexpr std::uint32_t slots = 16;
/// Short, so that the work and not the waiting is measured.
constexpr milliseconds poll_interval{20};

bench::server_fleet make_fleet(std::size_t tasks, std::size_t servers) {
    auto const groups = (servers + alike - 1) / alike;
    return {.servers = servers,
            .jobs = (tasks + groups - 1) / groups,
            .core = server_core,
            .running = false,
            .alike = alike};
}

parent_package make_package(std::size_t tasks, bench::server_fleet const& fleet,
                            std::vector<std::uint16_t> const& ports) {
    parent_package made;
    made.name = "drain";
    for (std::size_t i = 0; i < ports.size(); ++i) {
        server one;
        one.name = "server " + std::to_string(i + 1);
        one.host = "127.0.0.1";
        one.port = ports[i];
        one.max_jobs = slots;
        one.user = bench::server_process::user;
        one.encryption = encryption_level::off;
        one.verify_certificate = false;
        made.servers.push_back(std::move(one));
    }
    for (std::size_t i = 0; i < tasks; ++i) {
        task one;
        one.name = "task " + std::to_string(i + 1);
        one.job = "job " + std::to_string(i + 1);
        auto const first = i / fleet.jobs * alike;
        for (auto at = first; at < std::min(first + alike, fleet.servers); ++at)
            one.servers.push_back(made.servers[at].name);
        made.tasks.push_back(std::move(one));
    }
    return made;
}

run_summary run_once(parent_package const& package) {
    boost::asio::io_context io(1);
    run_options how;
    how.poll_interval = poll_interval;
    how.password = [](server const&) { return std::string(bench::server_process::password); };
    package_run run(io.get_executor(), tds::runtime::instance(), package, how);
    run_summary result;
    run.async_run([&](error_code, run_summary summary) { result = std::move(summary); });
    io.run();
    return result;
}

/// A value for each round.
struct series {
    std::vector<double> tasks_per_second;
    std::vector<double> statements;
    std::vector<double> client_cost;
    std::vector<double> server_cost;
    std::size_t succeeded = 0;

    void add_round(parent_package const& package, bench::server_process const& servers) {
        auto const tasks = static_cast<double>(package.tasks.size());
        auto const server_before = bench::cpu_time(servers.id());
        auto const client_before = bench::cpu_time();
        auto const begin = std::chrono::steady_clock::now();
        auto const summary = run_once(package);
        std::chrono::duration<double> const wall = std::chrono::steady_clock::now() - begin;
        client_cost.push_back((bench::cpu_time() - client_before) / tasks * 1e6);
        server_cost.push_back((bench::cpu_time(servers.id()) - server_before) / tasks * 1e6);
        tasks_per_second.push_back(tasks / wall.count());
        statements.push_back(summary.statements_per_job());
        succeeded += summary.count(outcome::succeeded);
    }
};

} // namespace

int main(int argc, char** argv) {
    auto const [tasks, servers_wanted] =
        bench::read_sizes(argc, argv, "[TASKS SERVERS]", {10'000, 100});
    bench::allow_descriptors();
    auto const fleet = make_fleet(tasks, servers_wanted);
    bench::server_process const servers(fleet);
    bench::pin_to(client_core);
    auto const package = make_package(tasks, fleet, servers.ports());
    series seen;
    for (int round = 0; round < rounds; ++round)
        seen.add_round(package, servers);
    auto const record = servers.tell({});
    bench::print("tasks_per_second", bench::median(seen.tasks_per_second), "1/s");
    bench::print("statements_per_task", bench::median(seen.statements), "statements");
    bench::print("client_cpu_per_task", bench::median(seen.client_cost), "us");
    bench::print("servers_cpu_per_task", bench::median(seen.server_cost), "us");
    bench::print("peak_rss", static_cast<double>(bench::status_figure("VmHWM")) / 1024, "MiB");
    bench::print("tasks_succeeded", static_cast<double>(seen.succeeded), "tasks");
    bench::print("runs_seen_by_servers", static_cast<double>(record.runs), "runs");
    bench::print("jobs_seen_by_servers", static_cast<double>(record.jobs_run), "jobs");
    bool const exactly_once = seen.succeeded == rounds * tasks && record.runs == rounds * tasks &&
                              record.jobs_run == tasks;
    return exactly_once ? 0 : 1;
}
