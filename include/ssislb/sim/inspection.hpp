// What a test or a benchmark sees of a simulated server from outside.
#pragma once

#include <ssislb/base/guid.hpp>
#include <ssislb/base/time.hpp>
#include <ssislb/sim/job_spec.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace ssislb::sim {

/// A row of sysjobhistory.
struct history_row {
    std::int32_t instance_id = 0;
    guid job_id;
    std::string job_name;
    /// 0: the job's own row.
    std::int32_t step_id = 0;
    std::string step_name;
    std::string message;
    /// 0 failed, 1 succeeded, 2 retry, 3 canceled.
    std::int32_t run_status = 0;
    /// YYYYMMDD, HHMMSS and HHMMSS as integers.
    std::int32_t run_date = 0;
    std::int32_t run_time = 0;
    std::int32_t run_duration = 0;
    std::int32_t retries_attempted = 0;
};

/// A row of sysjobactivity, of any session.
struct activity_row {
    std::int32_t session_id = 0;
    guid job_id;
    std::string job_name;
    std::optional<server_time> run_requested_date;
    std::optional<server_time> queued_date;
    std::optional<server_time> start_execution_date;
    std::optional<server_time> stop_execution_date;
    std::int32_t last_executed_step_id = 0;
    std::optional<server_time> last_executed_step_date;
    std::optional<std::int32_t> job_history_id;
};

/// A run that has ended, kept for ever whatever the Agent trims.
struct finished_run {
    std::string job;
    server_time requested;
    /// None: it never began.
    std::optional<server_time> start;
    server_time stop;
    run_end end = run_end::succeeded;
    /// `User sa`, `Schedule 17 (nightly)`.
    std::string requested_by;
};

/// An execution that a step began in the SSIS catalog.
struct catalog_execution {
    std::int64_t execution_id = 0;
    std::string job;
    /// catalog.executions: 2 running, 3 canceled, 4 failed, 7 succeeded.
    std::int32_t status = 2;
    server_time start;
    std::optional<server_time> end;
};

/// What clients have sent.
struct traffic {
    std::uint64_t logins = 0;
    std::uint64_t batches = 0;
    /// Calls as RPC.
    std::uint64_t calls = 0;
    /// By name in lower case, without database and schema, called as RPC or by EXEC. A thousand
    /// names are kept; others, and those that are too long for a name, count as `(others)`.
    std::map<std::string, std::uint64_t> procedures;
};

} // namespace ssislb::sim
