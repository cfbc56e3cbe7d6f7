// The placement board over a run's tables.
#pragma once

#include "scheduler/run_state.hpp"

#include <ssislb/model/decision.hpp>
#include <ssislb/scheduler/placement_policy.hpp>

#include <optional>
#include <span>
#include <vector>

namespace ssislb::detail {

class board final : public placement_board {
public:
    /// Start decisions go to the end of `out`.
    board(run_state&, duration_estimates const&, timestamp now, std::vector<run_decision>& out);

    [[nodiscard]] timestamp now() const override { return now_; }
    [[nodiscard]] std::span<task_id const> ready() const override { return state_.ready(); }
    [[nodiscard]] std::size_t next_startable(std::size_t from) const override;
    [[nodiscard]] server_set const& startable_on(task_id) const override;
    [[nodiscard]] server_set const& worth_waiting_for(task_id) const override;
    [[nodiscard]] server_set const* preferred(task_id id) const override {
        return state_.preferences.of(id);
    }
    [[nodiscard]] std::span<server_load const> servers() const override {
        return state_.servers.loads();
    }
    [[nodiscard]] std::span<running_attempt const> running() const override {
        return state_.live();
    }
    [[nodiscard]] estimated_duration estimate(task_id task, server_id server) const override {
        return estimates_.of(task, server);
    }
    bool place(task_id, server_id) override;
    void claim(task_id id, estimated_duration begin) override { state_.limits.claim(id, begin); }

    void reserve(task_id) override;

private:
    [[nodiscard]] estimated_duration until_released(std::uint32_t limit) const;
    [[nodiscard]] bool is_ready(task_id) const noexcept;
    [[nodiscard]] server_set const& open_servers() const;
    [[nodiscard]] server_set const& without_claimed(task_id) const;

    run_state& state_;
    duration_estimates const& estimates_;
    timestamp now_;
    std::vector<run_decision>& out_;
    mutable server_set scratch_;
    mutable server_set open_;
};

} // namespace ssislb::detail
