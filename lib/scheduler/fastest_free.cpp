// The policy that takes the quickest slot that is free, and never waits for a quicker one.
#include "scheduler/upward_rank.hpp"

#include <ssislb/scheduler/policies.hpp>

#include <optional>
#include <vector>

namespace ssislb {
namespace {

class fastest_free final : public placement_policy {
public:
    [[nodiscard]] std::vector<double> ranks(parent_package const& package,
                                            duration_estimates const& estimates) override {
        return detail::upward_ranks(package, estimates);
    }

    std::optional<timestamp> place(placement_board& board) override {
        auto const ready = board.ready();
        for (auto at = board.next_startable(0); at < ready.size();
             at = board.next_startable(at + 1))
            board.place(ready[at], quickest_for(board, ready[at]));
        return std::nullopt;
    }

private:
    static server_id quickest_for(placement_board const& board, task_id task) {
        std::optional<server_id> quickest;
        board.startable_on(task).for_each([&](server_id one) {
            if (!quickest || board.estimate(task, one) < board.estimate(task, *quickest))
                quickest = one;
        });
        return *quickest;
    }
};

} // namespace

std::unique_ptr<placement_policy> make_fastest_free_policy() {
    return std::make_unique<fastest_free>();
}

} // namespace ssislb
