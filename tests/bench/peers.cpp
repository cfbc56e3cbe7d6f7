// Programs that wait for the same jobs on the same servers, each in its way; and ours.
#include "figure.hpp"
#include "peer_process.hpp"
#include "process.hpp"
#include "server_process.hpp"
#include "size_arguments.hpp"
#include "watched_fleet.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <numeric>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace ssislb;
using std::chrono::steady_clock;
using seconds = std::chrono::duration<double>;
using kind = bench::fleet_order::kind;

constexpr int client_core = 0;
constexpr int server_core = 1;
constexpr milliseconds usual_poll_interval = std::chrono::seconds(1);
/// At least so many while the jobs end, which takes less than the whole time.
constexpr int fewest_polls = 6;
constexpr double share_with_ends = 0.8;

struct plan {
    std::size_t jobs;
    std::size_t servers;
    milliseconds length;

    [[nodiscard]] milliseconds poll_interval() const {
        return std::min(usual_poll_interval, length / fewest_polls);
    }
    [[nodiscard]] std::size_t all_jobs() const { return jobs * servers; }
    [[nodiscard]] bench::server_fleet fleet() const {
        return {.servers = servers, .jobs = jobs, .core = server_core};
    }
    /// The jobs end one after the other, at the same instants for everybody.
    [[nodiscard]] bench::fleet_order ends() const {
        return {kind::end_jobs,
                static_cast<double>(jobs) / (share_with_ends * seconds(length).count())};
    }
    [[nodiscard]] steady_clock::time_point deadline() const {
        return steady_clock::now() + 4 * length + std::chrono::seconds(20);
    }
};

/// What one of them came to, a job.
struct cost {
    std::string who;
    double statements = 0;
    double requests = 0;
    double client_cpu = 0;
    /// Mean, in seconds.
    double delay = 0;

    /// Who asks half as often sees ends twice as late: of one way to ask, this stays the same.
    [[nodiscard]] double statements_by_delay() const { return statements * delay; }
};

class bookkeeper {
public:
    /// From now on it counts: all are logged in that log in once.
    explicit bookkeeper(bench::server_process const& servers)
        : servers_(servers)
        , before_(servers.tell({}))
        , servers_before_(bench::cpu_time(servers.id())) {}

    void note(std::size_t job, steady_clock::time_point seen) {
        if (auto const ended = servers_.ends().of(job))
            delays_.push_back(seconds(seen - *ended).count());
    }

    cost close(std::string who, plan const& wanted, double client_cpu) const {
        auto const after = servers_.tell({});
        auto const a_job = [&](auto count) {
            return static_cast<double>(count) / static_cast<double>(wanted.all_jobs());
        };
        cost found{std::move(who), a_job(after.statements - before_.statements),
                   a_job(after.requests - before_.requests), a_job(client_cpu * 1e3), mean_delay()};
        bench::print("statements_per_job_" + found.who, found.statements, "statements");
        bench::print("requests_per_job_" + found.who, found.requests, "requests");
        bench::print("logins_per_job_" + found.who, a_job(after.logins - before_.logins), "logins");
        bench::print("client_cpu_per_job_" + found.who, found.client_cpu, "ms");
        bench::print("servers_cpu_per_job_" + found.who,
                     a_job((bench::cpu_time(servers_.id()) - servers_before_) * 1e3), "ms");
        bench::print("detection_mean_" + found.who, found.delay, "s");
        bench::print("ends_seen_" + found.who, static_cast<double>(delays_.size()), "jobs");
        return found;
    }

    [[nodiscard]] bool complete(plan const& wanted) const {
        return delays_.size() == wanted.all_jobs();
    }

private:
    [[nodiscard]] double mean_delay() const {
        return std::accumulate(delays_.begin(), delays_.end(), 0.0) /
               static_cast<double>(delays_.size());
    }

    bench::server_process const& servers_;
    bench::fleet_record before_;
    double servers_before_;
    std::vector<double> delays_;
};

std::vector<std::string> command_of(std::vector<std::string> command, plan const& wanted,
                                    bench::server_process const& servers) {
    command.push_back(std::to_string(wanted.poll_interval().count()));
    command.push_back(std::to_string(wanted.jobs));
    for (auto const port : servers.ports())
        command.push_back(std::to_string(port));
    return command;
}

/// None: it is not there, or has not seen all ends.
std::optional<cost> measure_peer(std::string who, std::vector<std::string> command,
                                 plan const& wanted) {
    bench::server_process const servers(wanted.fleet());
    bench::peer_process peer(command_of(std::move(command), wanted, servers),
                             bench::server_process::password, client_core);
    auto const deadline = wanted.deadline();
    auto const first = peer.read_line(deadline).value_or("skipped: it does not start");
    if (first != "ready") {
        std::printf("%s %s\n", who.c_str(), first.c_str());
        return std::nullopt;
    }
    bookkeeper book(servers);
    auto const until_ready = bench::cpu_time(peer.id());
    servers.tell(wanted.ends());
    while (auto const line = peer.read_line(deadline)) {
        std::size_t server = 0;
        std::size_t job = 0;
        if (std::sscanf(line->c_str(), "%zu %zu", &server, &job) == 2)
            book.note(server * wanted.jobs + job, steady_clock::now());
    }
    if (!book.complete(wanted)) {
        std::printf("%s failed: it has not seen all ends\n", who.c_str());
        return std::nullopt;
    }
    auto const cpu = peer.finish() - until_ready;
    return book.close(std::move(who), wanted, cpu);
}

std::optional<cost> measure_ours(plan const& wanted) {
    bench::server_process const servers(wanted.fleet());
    bench::pin_to(client_core);
    supervision_options how;
    how.poll_interval = wanted.poll_interval();
    bench::watched_fleet client(servers.ports(), wanted.jobs, how);
    client.connect();
    bookkeeper book(servers);
    auto const until_ready = bench::cpu_time();
    client.wait_for_jobs();
    servers.tell(wanted.ends());
    auto const deadline = wanted.deadline();
    while (client.detections().size() < wanted.all_jobs() && steady_clock::now() < deadline)
        client.work_for(std::chrono::milliseconds(100));
    auto const cpu = bench::cpu_time() - until_ready;
    for (auto const& each : client.detections())
        book.note(each.job, each.at);
    return book.complete(wanted) ? std::optional(book.close("ours", wanted, cpu)) : std::nullopt;
}

void compare(std::vector<cost> const& peers, cost const& ours) {
    auto const best = [&](auto figure) {
        auto const& one = std::ranges::min(peers, {}, figure);
        return std::invoke(figure, one) / std::invoke(figure, ours);
    };
    bench::print("statements_at_equal_delay_best_peer_over_ours", best(&cost::statements_by_delay),
                 "ratio");
    bench::print("statements_best_peer_over_ours", best(&cost::statements), "ratio");
    bench::print("requests_best_peer_over_ours", best(&cost::requests), "ratio");
    bench::print("client_cpu_best_peer_over_ours", best(&cost::client_cpu), "ratio");
}

} // namespace

int main(int argc, char** argv) {
    auto const [jobs, servers, length] =
        bench::read_sizes(argc, argv, "[JOBS SERVERS SECONDS]", {100, 2, 60});
    plan const wanted{jobs, servers, std::chrono::seconds(length)};
    std::string const folder = SSISLB_BENCH_PEERS;
    std::vector<std::pair<std::string, std::vector<std::string>>> const commands{
        {"pymssql", {"/usr/bin/python3", folder + "/pymssql_waits.py", "single"}},
        {"tedious_batched", {"node", folder + "/tedious_batched.js"}},
        {"tsql_parallel", {"bash", folder + "/tsql_parallel.sh"}},
        {"replay_of_7", {"/usr/bin/python3", folder + "/pymssql_waits.py", "replay"}},
    };
    bench::allow_descriptors();
    std::vector<cost> peers;
    for (auto const& [who, command] : commands)
        if (auto found = measure_peer(who, command, wanted))
            peers.push_back(*found);
    auto const ours = measure_ours(wanted);
    if (ours && !peers.empty())
        compare(peers, *ours);
    return ours ? 0 : 1;
}
