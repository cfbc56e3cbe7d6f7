// The simulated servers that a benchmark wants, what it may tell them, what they tell of
// themselves.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>

namespace ssislb::bench {

struct server_fleet {
    static constexpr auto user = "bench";
    static constexpr auto password = "only for the benchmark";

    std::size_t servers = 1;
    /// On each server.
    std::size_t jobs = 1;
    /// On which core the process runs; negative: any.
    int core = -1;
    /// True: every job runs from the beginning, until it is told to end. False: no job runs, and a
    /// run ends at once.
    bool running = true;
    /// So many servers in a row hold the same jobs.
    std::size_t alike = std::numeric_limits<std::size_t>::max();
    /// All is encrypted, with a certificate that nobody trusts.
    bool encrypted = false;
};

/// The name of a job on a server; `job 1` is the first one.
inline std::string job_name(server_fleet const& fleet, std::size_t server, std::size_t job) {
    return "job " + std::to_string(server / fleet.alike * fleet.jobs + job + 1);
}

/// Descriptors of the process that holds the servers. A fleet comes first, then orders; the ports
/// go back, then a record for each order.
struct servers_files {
    static constexpr int orders = 0;
    static constexpr int answers = 1;
    /// See job_ends.
    static constexpr int ends = 3;
};

struct fleet_order {
    enum class kind : std::uint8_t {
        /// Fill in a fleet_record.
        count,
        /// Answers come so many milliseconds later from now on.
        delay_answers,
        /// So many jobs a second end on each server from now on, at random instants; 0: none.
        end_jobs,
        /// The first so many servers go silent in the middle of each answer; 0: none does.
        stall,
    };
    kind what = kind::count;
    double value = 0;
};

/// Of all servers together, since they were made.
struct fleet_record {
    /// Batches and calls.
    std::uint64_t requests = 0;
    /// Procedures called, by themselves or in batches.
    std::uint64_t statements = 0;
    std::uint64_t logins = 0;
    /// Runs that ended.
    std::uint64_t runs = 0;
    /// Names of jobs that ran, on whatever server.
    std::uint64_t jobs_run = 0;
};

} // namespace ssislb::bench
