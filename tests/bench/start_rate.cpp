// Starts a second over many connections: ours beside a plain loop of db-lib.
#include "dblib_crowd.hpp"
#include "figure.hpp"
#include "process.hpp"
#include "server_process.hpp"
#include "size_arguments.hpp"
#include "start_crowd.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace {

using namespace ssislb;

/// Enough that a job has ended when its turn comes again.
constexpr std::size_t jobs = 8;
constexpr int rounds = 5;
constexpr int client_core = 0;
constexpr int server_core = 1;

/// What one kind of client came to, a value for each round.
struct series {
    std::vector<double> starts_per_second;
    std::vector<double> client_cost;
    std::vector<double> server_cost;

    template <class Crowd>
    void add_round(Crowd& crowd, bench::server_process const& servers, milliseconds length) {
        auto const server_before = bench::cpu_time(servers.id());
        auto const client_before = bench::cpu_time();
        auto const begin = std::chrono::steady_clock::now();
        auto const starts = static_cast<double>(crowd.start_jobs_for(length));
        std::chrono::duration<double> const wall = std::chrono::steady_clock::now() - begin;
        client_cost.push_back((bench::cpu_time() - client_before) / starts * 1e6);
        server_cost.push_back((bench::cpu_time(servers.id()) - server_before) / starts * 1e6);
        starts_per_second.push_back(starts / wall.count());
    }

    void print(std::string const& who, std::size_t refused) const {
        bench::print("starts_per_second_" + who, bench::median(starts_per_second), "1/s");
        bench::print("client_cpu_per_start_" + who, bench::median(client_cost), "us");
        bench::print("servers_cpu_per_start_" + who, bench::median(server_cost), "us");
        bench::print("refused_" + who, static_cast<double>(refused), "starts");
    }
};

std::vector<std::string> names_of_jobs(bench::server_fleet const& fleet) {
    std::vector<std::string> names;
    for (std::size_t k = 0; k < fleet.jobs; ++k)
        names.push_back(bench::job_name(fleet, 0, k));
    return names;
}

} // namespace

int main(int argc, char** argv) {
    auto const [connections, length] =
        bench::read_sizes(argc, argv, "[CONNECTIONS SECONDS]", {256, 5});
    bench::allow_descriptors();
    bench::server_fleet const fleet{
        .servers = connections, .jobs = jobs, .core = server_core, .running = false};
    bench::server_process const servers(fleet);
    bench::pin_to(client_core);
    bench::dblib_crowd plain_crowd(servers.ports(), names_of_jobs(fleet));
    bench::start_crowd our_crowd(servers.ports());
    milliseconds const a_round = std::chrono::milliseconds(length * 1000 / rounds);
    series plain;
    series ours;
    std::vector<double> ratio;
    for (int round = 0; round < rounds; ++round) {
        plain.add_round(plain_crowd, servers, a_round);
        ours.add_round(our_crowd, servers, a_round);
        ratio.push_back(ours.client_cost.back() / plain.client_cost.back());
    }
    plain.print("dblib", plain_crowd.refused());
    ours.print("ours", our_crowd.refused());
    bench::print("ours_over_dblib", bench::median(ratio), "ratio");
    bench::print("threads", static_cast<double>(bench::status_figure("Threads")), "threads");
    return 0;
}
