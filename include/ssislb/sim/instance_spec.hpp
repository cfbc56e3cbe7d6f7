// A simulated server as plain values.
#pragma once

#include <ssislb/base/time.hpp>
#include <ssislb/sim/fault.hpp>
#include <ssislb/sim/job_spec.hpp>
#include <ssislb/sim/login_spec.hpp>

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace ssislb::sim {

/// How long the Agent takes between the moments that a client must keep apart, in the server's
/// time; speed does not shorten them.
struct agent_delays {
    /// From the request to its answer; the request counts from the beginning.
    milliseconds accept{0};
    /// From the acceptance to run_requested_date in sysjobactivity.
    milliseconds record{0};
    /// From the acceptance to start_execution_date; at least as long as `record`.
    milliseconds pickup{500};
    /// From a stop to the end of the step.
    milliseconds stop{0};
    /// From the end of the last step to the history row and stop_execution_date (state 7).
    milliseconds finish{0};
    /// From there to last_run_* in sysjobservers; the job shows as idle before it.
    milliseconds publish{0};
};

/// The Agent's row limiter, which trims after each run (SQL Server Agent Properties, History).
/// Rows of steps count too; -1: no limit.
struct history_limits {
    std::int32_t total = 1000;
    std::int32_t per_job = 100;
};

/// A proxy that steps may run under (sp_add_jobstep, @proxy_name).
struct proxy_spec {
    std::int32_t id = 1;
    std::string name{};
};

struct instance_spec {
    /// @@SERVERNAME.
    std::string name = "SIMULATED";
    std::string product_version = "15.0.4298.1";
    std::string edition = "Developer Edition (64-bit)";
    /// Local time minus UTC.
    std::chrono::minutes utc_offset{0};
    std::vector<login_spec> logins{};
    std::vector<job_spec> jobs{};
    /// Relative: durations of steps are divided by it.
    double speed = 1.0;
    agent_delays delays{};
    history_limits history{};
    /// Runs at a time; the others wait for a thread (state 2). 0: no limit.
    std::uint32_t max_worker_threads = 0;
    bool agent_running = true;
    std::vector<fault> faults{};
    std::vector<proxy_spec> proxies{};
};

} // namespace ssislb::sim
