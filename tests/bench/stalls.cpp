// Whether servers that go silent in the middle of an answer hold up the others.
#include "figure.hpp"
#include "paced_callers.hpp"
#include "process.hpp"
#include "server_process.hpp"
#include "size_arguments.hpp"

#include <algorithm>
#include <chrono>
#include <string>

namespace {

using namespace ssislb;
using kind = bench::fleet_order::kind;

constexpr int client_core = 0;
constexpr int server_core = 1;
constexpr std::size_t jobs = 5;

struct sizes {
    std::size_t healthy;
    std::size_t stalled;
    milliseconds length;
};

bench::server_fleet make_fleet(sizes const& wanted, bool encrypted) {
    return {.servers = wanted.healthy + wanted.stalled,
            .jobs = jobs,
            .core = server_core,
            .encrypted = encrypted};
}

/// Gives how many calls of healthy servers failed, and how many of the others did not.
std::size_t measure(std::string const& how, sizes const& wanted,
                    bench::server_process const& servers, tds::encryption encrypt) {
    auto const server_before = bench::cpu_time(servers.id());
    bench::paced_callers callers(servers.ports(), encrypt, wanted.stalled);
    auto const settle = std::max<milliseconds>(wanted.length / 10, milliseconds(200));
    callers.call_for(settle);
    auto const without = callers.call_for(wanted.length);
    servers.tell({kind::stall, static_cast<double>(wanted.stalled)});
    callers.call_for(settle);
    auto const client_before = bench::cpu_time();
    auto const with = callers.call_for(wanted.length);
    auto const client_cpu = bench::cpu_time() - client_before;
    auto const answers_of_stalled = callers.unmeasured_answers();
    auto const calls = static_cast<double>(without.size() + with.size());
    auto const p99_without = bench::percentile(without, 0.99);
    auto const p99_with = bench::percentile(with, 0.99);
    bench::print("calls_" + how, calls, "calls");
    bench::print("calls_failed_" + how, static_cast<double>(callers.failures()), "calls");
    bench::print("answers_of_stalled_" + how, static_cast<double>(answers_of_stalled), "calls");
    bench::print("p50_without_stalls_" + how, bench::percentile(without, 0.5), "ms");
    bench::print("p50_with_stalls_" + how, bench::percentile(with, 0.5), "ms");
    bench::print("p99_without_stalls_" + how, p99_without, "ms");
    bench::print("p99_with_stalls_" + how, p99_with, "ms");
    bench::print("with_over_without_" + how, p99_with / p99_without, "ratio");
    bench::print("client_cpu_per_call_" + how, client_cpu / static_cast<double>(with.size()) * 1e6,
                 "us");
    bench::print("servers_cpu_per_call_" + how,
                 (bench::cpu_time(servers.id()) - server_before) / calls * 1e6, "us");
    bench::print("threads_" + how, static_cast<double>(bench::status_figure("Threads")), "threads");
    return callers.failures() + answers_of_stalled;
}

} // namespace

int main(int argc, char** argv) {
    auto const [healthy, stalled, length] =
        bench::read_sizes(argc, argv, "[SERVERS STALLED SECONDS]", {200, 8, 10});
    sizes const wanted{healthy, stalled, std::chrono::seconds(length)};
    bench::allow_descriptors();
    // Both before the first thread.
    bench::server_process const plain(make_fleet(wanted, false));
    bench::server_process const encrypted(make_fleet(wanted, true));
    bench::pin_to(client_core);
    auto const failures = measure("plain", wanted, plain, tds::encryption::off) +
                          measure("tls", wanted, encrypted, tds::encryption::require);
    return failures == 0 ? 0 : 1;
}
