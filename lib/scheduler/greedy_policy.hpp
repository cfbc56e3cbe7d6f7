// Policies that start whatever can be started.
#pragma once

#include <ssislb/scheduler/placement_policy.hpp>

namespace ssislb::detail {

/// Ready tasks in their order, each on the best server that takes it now. Never waits.
class greedy_policy : public placement_policy {
public:
    std::optional<timestamp> place(placement_board& board) final {
        auto const ready = board.ready();
        for (auto at = board.next_startable(0); at < ready.size();
             at = board.next_startable(at + 1))
            board.place(ready[at], best_for(board, ready[at]));
        return std::nullopt;
    }

protected:
    /// One of startable_on(); there is one.
    [[nodiscard]] virtual server_id best_for(placement_board const&, task_id) const = 0;
};

} // namespace ssislb::detail
