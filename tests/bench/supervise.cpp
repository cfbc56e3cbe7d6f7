// What it costs to wait for many jobs on many servers, and how soon an end is seen.
#include "dblib_client.hpp"
#include "dblib_pollers.hpp"
#include "figure.hpp"
#include "process.hpp"
#include "server_process.hpp"
#include "size_arguments.hpp"
#include "watched_fleet.hpp"

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

namespace {

using namespace ssislb;
using std::chrono::steady_clock;
using seconds = std::chrono::duration<double>;
using kind = bench::fleet_order::kind;

constexpr double ends_per_second = 0.5;
constexpr int client_core = 0;
constexpr int server_core = 1;

/// A second, unless the whole is so short that there would be few polls.
milliseconds poll_interval_of(milliseconds length) {
    return std::min<milliseconds>(std::chrono::seconds(1), length / 10);
}

/// What two processes and their conversation came to over a length of time.
struct interval {
    double wall = 0;
    double client_cpu = 0;
    double server_cpu = 0;
    double polls = 0;
    double statements = 0;
};

interval observe(bench::watched_fleet& client, bench::server_process const& servers,
                 milliseconds length) {
    auto const before = client.statistics();
    auto const server_before = bench::cpu_time(servers.id());
    auto const client_before = bench::cpu_time();
    auto const begin = steady_clock::now();
    client.work_for(length);
    interval seen;
    seen.client_cpu = bench::cpu_time() - client_before;
    seen.wall = seconds(steady_clock::now() - begin).count();
    seen.server_cpu = bench::cpu_time(servers.id()) - server_before;
    auto const after = client.statistics();
    seen.polls = static_cast<double>(after.status_polls - before.status_polls);
    seen.statements = static_cast<double>(after.statements - before.statements);
    return seen;
}

/// CPU of one poll by a plain loop of db-lib, in seconds.
double floor_of_poll(bench::server_process const& servers) {
    constexpr std::size_t calls = 200;
    bench::dblib_client plain(servers.ports().front(), bench::server_process::user,
                              bench::server_process::password);
    plain.ask_activity(calls);
    std::vector<double> costs;
    for (int round = 0; round < 5; ++round) {
        auto const before = bench::cpu_time();
        plain.ask_activity(calls);
        costs.push_back((bench::cpu_time() - before) / calls);
    }
    return bench::median(costs);
}

void print_cost(interval const& seen, double floor) {
    auto const cost = seen.client_cpu / seen.polls;
    bench::print("client_cpu", seen.client_cpu / seen.wall * 100, "%_of_a_core");
    bench::print("servers_cpu", seen.server_cpu / seen.wall * 100, "%_of_a_core");
    bench::print("polls_per_second", seen.polls / seen.wall, "1/s");
    bench::print("statements_per_second", seen.statements / seen.wall, "1/s");
    bench::print("client_cpu_per_poll", cost * 1e6, "us");
    bench::print("dblib_cpu_per_poll", floor * 1e6, "us");
    bench::print("floor_cpu", floor * seen.polls / seen.wall * 100, "%_of_a_core");
    bench::print("ours_over_dblib", cost / floor, "ratio");
}

/// How soon ends are seen that come while all is watched.
void print_latency(bench::watched_fleet& client, bench::server_process const& servers,
                   milliseconds length) {
    auto const poll_interval = poll_interval_of(length);
    servers.tell({kind::end_jobs, ends_per_second});
    auto const busy = observe(client, servers, length);
    servers.tell({kind::end_jobs, 0});
    client.work_for(3 * poll_interval);
    auto const ended = servers.ends().ended();
    bench::print("client_cpu_while_jobs_end", busy.client_cpu / busy.wall * 100, "%_of_a_core");
    bench::print("statements_per_second_while_jobs_end", busy.statements / busy.wall, "1/s");
    std::vector<double> latencies;
    for (auto const& seen : client.detections())
        if (auto const ended_at = servers.ends().of(seen.job))
            latencies.push_back(seconds(seen.at - *ended_at).count() * 1e3);
    bench::print("jobs_ended", static_cast<double>(ended), "jobs");
    bench::print("ends_seen", static_cast<double>(latencies.size()), "jobs");
    bench::print("waits_failed", static_cast<double>(client.failures()), "waits");
    if (latencies.empty())
        return;
    auto const p99 = bench::percentile(latencies, 0.99);
    bench::print("detection_p50", bench::percentile(latencies, 0.5), "ms");
    bench::print("detection_p99", p99, "ms");
    bench::print("detection_max", bench::percentile(latencies, 1.0), "ms");
    bench::print("detection_beyond_poll_p99",
                 p99 - 0.99 * static_cast<double>(poll_interval.count()), "ms");
}

void print_memory(std::size_t jobs, double rss_without_waits) {
    auto const rss = static_cast<double>(bench::status_figure("VmRSS"));
    bench::print("rss_without_waits", rss_without_waits / 1024, "MiB");
    bench::print("rss", rss / 1024, "MiB");
    bench::print("memory_per_job", (rss - rss_without_waits) * 1024 / static_cast<double>(jobs),
                 "bytes");
    bench::print("threads", static_cast<double>(bench::status_figure("Threads")), "threads");
}

void print_delayed(bench::watched_fleet& client, bench::server_process const& servers,
                   milliseconds length) {
    for (int const delay : {0, 20, 80}) {
        servers.tell({kind::delay_answers, static_cast<double>(delay)});
        client.work_for(2 * poll_interval_of(length));
        auto const seen = observe(client, servers, length / 4);
        auto const name = "_delay_" + std::to_string(delay) + "ms";
        bench::print("polls_per_second" + name, seen.polls / seen.wall, "1/s");
        bench::print("client_cpu_per_poll" + name, seen.client_cpu / seen.polls * 1e6, "us");
    }
}

/// By sp_help_jobactivity. How many waits went wrong.
std::size_t watch(bench::server_process const& servers, std::size_t jobs,
                  supervision_options const& how, milliseconds length, double floor) {
    bench::watched_fleet client(servers.ports(), jobs, how);
    auto const begin = steady_clock::now();
    client.connect();
    bench::print("connecting", seconds(steady_clock::now() - begin).count(), "s");
    auto const rss_without_waits = static_cast<double>(bench::status_figure("VmRSS"));
    client.wait_for_jobs();
    bench::print("until_waited_for", seconds(steady_clock::now() - begin).count(), "s");
    client.work_for(3 * *how.poll_interval);
    auto const steady = observe(client, servers, length);
    print_memory(servers.ports().size() * jobs, rss_without_waits);
    print_cost(steady, floor);
    print_latency(client, servers, length);
    print_delayed(client, servers, length);
    bench::print("peak_rss", static_cast<double>(bench::status_figure("VmHWM")) / 1024, "MiB");
    return client.failures();
}

/// The same by msdb's tables.
std::size_t watch_tables(bench::server_process const& servers, std::size_t jobs,
                         supervision_options const& how, milliseconds length,
                         std::string const& name) {
    bench::watched_fleet client(servers.ports(), jobs, how);
    client.connect();
    client.wait_for_jobs();
    client.work_for(3 * poll_interval_of(length));
    auto const seen = observe(client, servers, length);
    bench::print("client_cpu_" + name, seen.client_cpu / seen.wall * 100, "%_of_a_core");
    bench::print("servers_cpu_" + name, seen.server_cpu / seen.wall * 100, "%_of_a_core");
    bench::print("polls_per_second_" + name, seen.polls / seen.wall, "1/s");
    return client.failures();
}

/// What db-lib alone takes for as many connections and polls, in a plain loop.
void print_fleet_floor(bench::server_process const& servers, milliseconds length) {
    bench::dblib_pollers plain(servers.ports());
    auto const print = [&](std::string const& name, bench::dblib_pollers::question ask) {
        auto const interval = poll_interval_of(length);
        plain.poll_for(3 * interval, interval, ask);
        auto const begin = steady_clock::now();
        auto const before = bench::cpu_time();
        auto const polls = static_cast<double>(plain.poll_for(length, interval, ask));
        auto const cpu = bench::cpu_time() - before;
        auto const wall = seconds(steady_clock::now() - begin).count();
        bench::print("dblib_fleet_cpu" + name, cpu / wall * 100, "%_of_a_core");
        bench::print("dblib_fleet_cpu_per_poll" + name, cpu / polls * 1e6, "us");
    };
    print("", &bench::dblib_client::send_activity);
    print("_changed_rows", &bench::dblib_client::send_changes);
}

} // namespace

int main(int argc, char** argv) {
    auto const [servers_wanted, jobs, wanted_seconds] =
        bench::read_sizes(argc, argv, "[SERVERS JOBS_PER_SERVER SECONDS]", {1000, 100, 20});
    milliseconds const length = std::chrono::seconds(wanted_seconds);
    auto const poll_interval = poll_interval_of(length);
    bench::allow_descriptors();
    bench::server_process servers({.servers = servers_wanted, .jobs = jobs, .core = server_core});
    bench::pin_to(client_core);
    auto const floor = floor_of_poll(servers);

    supervision_options how;
    how.poll_interval = poll_interval;
    auto failures = watch(servers, jobs, how, length, floor);
    servers.tell({kind::delay_answers, 0});
    how.read_msdb_tables = true;
    failures += watch_tables(servers, jobs, how, length, "changed_rows");
    how.poll_interval.reset();
    how.long_poll = std::chrono::minutes(1);
    how.long_poll_look = poll_interval;
    failures += watch_tables(servers, jobs, how, length, "long_poll");
    print_fleet_floor(servers, length);
    return failures == 0 ? 0 : 1;
}
