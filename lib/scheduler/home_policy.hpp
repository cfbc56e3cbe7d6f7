// Policies under which each task has one server that it waits for.
#pragma once

#include <ssislb/scheduler/placement_policy.hpp>

namespace ssislb::detail {

/// Ready tasks in plan order, each to its home and nowhere else.
class home_policy : public placement_policy {
public:
    std::optional<timestamp> place(placement_board& board) final {
        auto const ready = board.ready();
        for (auto at = board.next_startable(0); at < ready.size();
             at = board.next_startable(at + 1))
            board.place(ready[at], home_of(ready[at], board.worth_waiting_for(ready[at])));
        return std::nullopt;
    }

protected:
    /// One of the servers that take the task; there is one. What is full gets free, so nobody waits
    /// for ever.
    [[nodiscard]] virtual server_id home_of(task_id, server_set const& takers) const = 0;
};

} // namespace ssislb::detail
