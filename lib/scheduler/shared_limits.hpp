// Mutexes and limits of tags: what is taken of them, and who waits to take them.
#pragma once

#include "scheduler/limit_table.hpp"

#include <ssislb/scheduler/duration_estimates.hpp>
#include <ssislb/scheduler/server_set.hpp>

#include <cstdint>
#include <vector>

namespace ssislb::detail {

/// An attempt takes all that it needs at once, together with its slot, or nothing: nobody holds
/// one limit while it waits for another. So tasks cannot lock each other out, whatever the plan.
class shared_limits {
public:
    explicit shared_limits(parent_package const&);

    /// Counts the attempt, also beyond a limit: it may come from the journal of another plan.
    void take(task_id, server_id);
    void release(task_id, server_id);

    /// A limit that the task itself has is reached: no server can take it.
    [[nodiscard]] bool blocks(task_id id) const noexcept {
        return table_.size() > 0 &&
               std::ranges::any_of(table_.of(id), [this](auto limit) { return is_full(limit); });
    }
    /// Calls `visit(limit)` for each limit of the task that is reached.
    template <class Visitor>
    void for_each_full(task_id id, Visitor visit) const {
        for (std::uint32_t const limit : table_.of(id))
            if (is_full(limit))
                visit(limit);
    }
    /// Whether an attempt of the task there counts on the limit.
    [[nodiscard]] bool counts(std::uint32_t limit, task_id task, server_id server) const noexcept {
        return std::ranges::count(table_.of(task), limit) > 0 ||
               std::ranges::count(table_.of(server), limit) > 0;
    }
    /// Servers that have a limit which is reached: they can take no task.
    [[nodiscard]] server_set const& full_servers() const noexcept { return full_servers_; }

    /// The task will need its own limits after so long. Holds until claims are dropped.
    void claim(task_id, estimated_duration begin);
    void drop_claims() noexcept;
    [[nodiscard]] bool has_claims() const noexcept { return !claimed_.empty(); }
    /// How long an attempt that begins now may last and take nothing from those who claim it.
    [[nodiscard]] estimated_duration until_claimed(task_id id) const noexcept {
        return until_claimed(table_.of(id));
    }
    [[nodiscard]] estimated_duration until_claimed(server_id id) const noexcept {
        return until_claimed(table_.of(id));
    }

private:
    [[nodiscard]] bool is_full(std::uint32_t limit) const noexcept {
        return taken_[limit] >= table_.most(limit);
    }
    [[nodiscard]] estimated_duration until_claimed(limit_table::numbers limits) const noexcept;
    void add(std::uint32_t limit);
    void remove(std::uint32_t limit);
    void fill_servers(std::uint32_t limit, bool full);

    limit_table table_;
    /// By limit.
    std::vector<std::uint32_t> taken_;
    /// By limit, when those who claim it begin: the first ones, in their order.
    std::vector<std::vector<estimated_duration>> claims_;
    /// Limits that somebody claims.
    std::vector<std::uint32_t> claimed_;
    /// By server, how many of its limits are reached.
    std::vector<std::uint32_t> reached_;
    server_set full_servers_;
};

} // namespace ssislb::detail
