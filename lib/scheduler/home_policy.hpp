// Policies under which each task has one server that it waits for.
#pragma once

#include <ssislb/scheduler/placement_policy.hpp>

namespace ssislb::detail {

/// Ready tasks in plan order, each to its home and nowhere else.
class home_policy : public placement_policy {
public:
    std::optional<timestamp> place(placement_board& board) final {
        if (board.next_startable(0) == board.ready().size())
            return std::nullopt;
        for (auto const task : board.ready()) {
            // Thousands may wait for a server that is full: they are not looked at closely.
            auto const& load = board.servers()[index(first_home_of(task))];
            if (load.accepting && (load.free == 0 || load.gated))
                continue;
            if (auto const& takers = board.worth_waiting_for(task); !takers.empty())
                board.place(task, home_of(task, takers));
        }
        return std::nullopt;
    }

protected:
    /// Where every server takes it.
    [[nodiscard]] virtual server_id first_home_of(task_id) const = 0;
    /// One of the servers that take the task; there is one. What is full gets free, so nobody waits
    /// for ever.
    [[nodiscard]] virtual server_id home_of(task_id, server_set const& takers) const = 0;
};

} // namespace ssislb::detail
