// The tables of a run and the moves that keep them in step with each other. No rules here.
#pragma once

#include "scheduler/pair_delays.hpp"
#include "scheduler/server_pool.hpp"
#include "scheduler/server_preferences.hpp"
#include "scheduler/server_rows.hpp"
#include "scheduler/shared_limits.hpp"
#include "scheduler/task_record.hpp"

#include <ssislb/model/parent_package.hpp>
#include <ssislb/scheduler/placement_policy.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace ssislb::detail {

class run_state {
public:
    /// Of ready tasks the more urgent stand first, and of those equally urgent the ones with the
    /// higher rank; in plan order where that is equal, too, or there are no ranks.
    run_state(parent_package const&, circuit_breaker::limits const&, std::uint32_t max_restarts,
              std::vector<double> const& ranks);

    [[nodiscard]] std::size_t task_count() const noexcept { return records_.size(); }
    [[nodiscard]] bool has(task_id id) const noexcept { return index(id) < records_.size(); }
    [[nodiscard]] task_record& operator[](task_id id) noexcept { return records_[index(id)]; }
    [[nodiscard]] task_record const& operator[](task_id id) const noexcept {
        return records_[index(id)];
    }

    /// Puts the ready tasks into that order.
    void rank(std::vector<double> const& ranks);

    /// Changes the state of a task that is not live, and of the counts and the ready queue.
    void move(task_id, task_state);
    void settle(task_id, judgement);

    /// Takes the slot, the job and the task's limits, also beyond them: whether it may is for
    /// startable_for to say. The task stays in ready() until drop_placed is called.
    void open_attempt(task_id, std::uint32_t number, server_id, timestamp now);
    void accept_attempt(task_id, timestamp now);
    void note_pickup(task_id);
    void mark_stopping(task_id, stop_reason);
    /// Frees what open_attempt took; the task is `then`.
    void close_attempt(task_id, task_state then);

    /// By falling urgency, then by falling rank, then in plan order.
    [[nodiscard]] std::span<task_id const> ready() const noexcept { return ready_; }
    /// Takes tasks of which an attempt was opened since the last call out of ready().
    void drop_placed();

    [[nodiscard]] std::span<running_attempt const> live() const noexcept { return live_; }
    /// Attempts that may be opened before the run's own limit is reached.
    [[nodiscard]] bool has_room() const noexcept { return live_.size() < limit_; }

    /// The server cannot run the task's job.
    void bar(task_id id, server_id server) noexcept { eligible_.erase(index(id), server); }
    /// No server is barred any more.
    void forget_bars() { eligible_ = chosen_; }
    /// Servers of the task that are neither barred nor gone.
    void eligible_for(task_id, server_set& into) const;
    /// Those of them that take the task now or once a slot or its job is free there; none while a
    /// limit of the task is reached, for that may last longer than any slot.
    void candidates_for(task_id, server_set& into) const;
    /// Those that take it now.
    void startable_for(task_id, server_set& into) const;
    /// False only if startable_for gives nothing; quick. Preconditions: `open` are the servers that
    /// take any task at all now.
    [[nodiscard]] bool may_be_startable(task_id, server_set const& open) const noexcept;

    server_pool servers;
    server_preferences preferences;
    shared_limits limits;
    pair_delays delays;
    run_counts counts;

private:
    [[nodiscard]] std::uint32_t& count_of(task_id);
    /// Where it stands among the ready tasks, or would stand.
    [[nodiscard]] std::vector<task_id>::iterator place_of(task_id);

    std::vector<task_record> records_;
    /// By the plan.
    server_rows chosen_;
    /// Of these, those that are not barred.
    server_rows eligible_;
    /// For each task the number of its job, for each job the servers that run it for us.
    std::vector<std::uint32_t> job_of_;
    server_rows in_use_;
    std::vector<std::int32_t> urgency_;
    /// By task, when it has its turn among ready ones.
    std::vector<std::uint32_t> turn_;
    std::vector<task_id> ready_;
    /// Those of them that are not ready any more.
    std::vector<task_id> placed_;
    std::vector<running_attempt> live_;
    std::size_t limit_;
};

} // namespace ssislb::detail
