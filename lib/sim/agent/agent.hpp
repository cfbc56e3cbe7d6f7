// The Agent service: its sessions, what it holds in memory, and how runs go.
#pragma once

#include "sim/agent/agenda.hpp"
#include "sim/agent/catalog.hpp"
#include "sim/agent/history_table.hpp"
#include "sim/agent/job_table.hpp"
#include "sim/agent/recent_changes.hpp"

#include <ssislb/sim/inspection.hpp>
#include <ssislb/sim/instance_spec.hpp>

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace ssislb::sim::detail {

/// Why the Agent does not do as it is asked (22022).
enum class refusal : std::uint8_t {
    agent_not_running,
    already_running,
    pending_request,
    suspended,
    not_running,
};

/// A row of syssessions.
struct agent_session {
    std::int32_t id = 0;
    server_time started;
};

/// What sp_help_job shows as current_execution_status.
enum class job_state : std::int32_t {
    executing = 1,
    waiting_for_thread = 2,
    between_retries = 3,
    idle = 4,
    suspended = 5,
    completing = 7,
};

class agent {
public:
    agent(instance_spec const& spec, job_table& jobs, history_table& history);

    /// Plays what is due. Time does not go back.
    void play_until(server_time now);
    [[nodiscard]] server_time now() const noexcept { return now_; }

    /// 0: no limit. Runs that wait go on waiting until another ends.
    void limit_threads(std::size_t most) noexcept { max_threads_ = most; }

    void start_service();
    /// In good order: runs get their row by 'Shutdown Sequence'.
    void stop_service();
    void kill_service();
    [[nodiscard]] bool running() const noexcept { return running_; }
    void set_starting(bool starting) noexcept { starting_ = starting; }
    [[nodiscard]] bool starting() const noexcept { return starting_; }

    /// Nothing: accepted. `step` is where to begin, if it was asked for.
    std::optional<refusal> start(job& target, requester by, std::optional<std::int32_t> step = {});
    /// Starts so far.
    [[nodiscard]] std::uint64_t accepted() const noexcept { return last_serial_; }
    std::optional<refusal> stop(job& target, std::string const& who);
    void lose_run_of(job& target);
    /// The job is about to be removed: nothing of it is kept.
    void forget(job const& gone) { changes_.forget(gone.id); }

    [[nodiscard]] job_state state_of(job const&) const;
    /// Null when there never was one.
    [[nodiscard]] agent_session const* newest_session() const noexcept;
    [[nodiscard]] agent_session const* find_session(std::int32_t id) const noexcept;
    [[nodiscard]] bool has_session(std::int64_t id) const noexcept {
        return id >= 1 && static_cast<std::uint64_t>(id) <= sessions_.size();
    }
    /// Jobs whose activity may show a time from then on, the last changed first.
    [[nodiscard]] std::vector<job const*> changed_since(server_time then) const {
        return changes_.since(then);
    }
    [[nodiscard]] std::vector<finished_run> const& finished() const noexcept { return finished_; }
    [[nodiscard]] std::size_t working() const noexcept { return working_; }
    [[nodiscard]] std::size_t max_working() const noexcept { return max_working_; }
    [[nodiscard]] detail::catalog const& catalog() const noexcept { return catalog_; }

private:
    void play(transition const& due);
    void record(job& target);
    void pick_up(job& target);
    void begin_run(job& target);
    void go_to(job& target, std::int32_t step, run_end if_none);
    void execute_step(job& target);
    void end_step(job& target);
    void end_step_as(job& target, run_end result);
    void follow(job& target, run_end result);
    void cancel_run(job& target, std::string const& who);
    void complete(job& target, run_end end);
    void finish(job& target);
    void publish(job& target, std::uint64_t serial);

    void drop_runs(bool orderly);
    void log_end(job const& target, run_end end);
    std::int32_t write_job_row(job& target, std::string text);
    void write_step_row(job& target, std::int32_t status, run_end result);
    [[nodiscard]] static run_end planned_end(job& target);
    [[nodiscard]] milliseconds length_of(step_spec const& step) const;
    void free_thread_of(job& target);
    /// Its row of this session, which is about to change.
    [[nodiscard]] activity& changed_row_of(job& target);
    void note(transition_kind kind, job const& target, milliseconds in);

    agent_delays delays_;
    double speed_;
    std::size_t max_threads_;
    job_table& jobs_;
    history_table& history_;
    detail::catalog catalog_;
    recent_changes changes_;
    detail::agenda agenda_;
    std::vector<agent_session> sessions_;
    std::vector<finished_run> finished_;
    /// Runs that wait for a thread, oldest first.
    std::deque<guid> waiting_;
    /// By the run's serial number.
    std::unordered_map<std::uint64_t, last_run> unpublished_;
    server_time now_;
    std::uint64_t last_serial_ = 0;
    std::size_t working_ = 0;
    std::size_t max_working_ = 0;
    bool running_ = false;
    bool starting_ = false;
};

} // namespace ssislb::sim::detail
