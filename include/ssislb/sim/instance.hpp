// One simulated SQL Server with its Agent.
#pragma once

#include <ssislb/sim/clock.hpp>
#include <ssislb/sim/fault.hpp>
#include <ssislb/sim/inspection.hpp>
#include <ssislb/sim/instance_spec.hpp>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace ssislb::sim {

class instance;
namespace sql {
class service;
}
namespace detail {
[[nodiscard]] sql::service& service_of(instance&);
}

/// The world of one server: jobs, Agent sessions, activity, history, workers. It has no thread and
/// no timer: every call first plays what is due up to the clock's now, in order, so that a test
/// with a manual_clock sees the same world each time. Serve it to clients with sim::server.
///
/// Names of jobs are found whatever their case. A control or an inspection that names a job which
/// does not exist throws std::out_of_range.
/// Thread safety: all members safe. The clock is kept as long as the instance.
class instance {
public:
    instance(instance_spec spec, std::shared_ptr<clock const> clock);
    ~instance();
    instance(instance const&) = delete;
    instance& operator=(instance const&) = delete;

    [[nodiscard]] std::string name() const;
    /// The server's local time (GETDATE()).
    [[nodiscard]] server_time now() const;

    /// Ends the Agent service in good order: running jobs get a canceled history row by 'Shutdown
    /// Sequence', their activity rows stay open. Starts are refused (22022).
    void stop_agent();
    /// Ends it without a trace in history.
    void kill_agent();
    /// Begins a new Agent session; nothing happens while the Agent runs.
    void start_agent();
    /// kill_agent, then start_agent.
    void restart_agent();
    /// While true most procedures answer 14258.
    void agent_starting(bool starting);
    /// The Agent dies too; connections are cut, logins fail.
    void kill_server();
    /// The Agent starts with it, with a new session, if it ran when the server died.
    void revive_server();
    [[nodiscard]] bool alive() const;
    [[nodiscard]] bool agent_running() const;

    /// From now on so many runs at a time, the others wait for a thread; 0: no limit.
    void limit_worker_threads(std::uint32_t most);

    /// A start by somebody else. False: refused, as sp_start_job would refuse it.
    bool start_job(std::string_view job, std::string_view user = "sa");
    /// A start by a schedule, which refuses disabled jobs too.
    bool start_job_by_schedule(std::string_view job, std::int32_t schedule_id,
                               std::string_view schedule_name);
    /// False: it does not run.
    bool stop_job(std::string_view job, std::string_view user = "sa");

    /// A name that exists already makes a second job of it, as a master server's jobs can.
    guid add_job(job_spec job);
    /// The run under way, if any, is lost.
    void remove_job(std::string_view job);
    void enable_job(std::string_view job, bool enabled);
    void suspend_job(std::string_view job, bool suspended);
    /// Jobs that nobody asks for, named `<prefix> 1` and so on; they share one step.
    void add_foreign_jobs(std::size_t count, std::string_view prefix = "foreign job");
    /// The job's present run, or else its next one, ends so whatever its steps say.
    void end_job(std::string_view job, run_end end);

    void add_fault(fault fault);
    void clear_faults();

    /// sysjobhistory as it is now, oldest first: trimmed rows are gone.
    [[nodiscard]] std::vector<history_row> history() const;
    /// Rows of all sessions whose job was ever requested there, in the order of the jobs.
    [[nodiscard]] std::vector<activity_row> activity() const;
    [[nodiscard]] std::vector<finished_run> finished_runs() const;
    [[nodiscard]] std::vector<catalog_execution> catalog_executions() const;
    /// Accepted starts since the instance was made.
    [[nodiscard]] std::uint32_t starts(std::string_view job) const;
    /// 1 executing, 2 waiting for thread, 3 between retries, 4 idle, 5 suspended, 7 completing.
    [[nodiscard]] std::int32_t state(std::string_view job) const;
    [[nodiscard]] bool job_exists(std::string_view job) const;
    [[nodiscard]] std::size_t running() const;
    [[nodiscard]] std::size_t max_running() const;
    [[nodiscard]] std::int32_t session_id() const;
    [[nodiscard]] sim::traffic traffic() const;

private:
    friend sql::service& detail::service_of(instance&);
    class impl;
    std::unique_ptr<impl> impl_;
};

} // namespace ssislb::sim
