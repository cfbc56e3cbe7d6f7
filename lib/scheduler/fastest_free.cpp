// The policy that takes the quickest slot that is free, and never waits for a quicker one.
#include "scheduler/detour.hpp"
#include "scheduler/greedy_policy.hpp"
#include "scheduler/upward_rank.hpp"

#include <ssislb/scheduler/policies.hpp>

#include <optional>
#include <vector>

namespace ssislb {
namespace {

class fastest_free final : public detail::greedy_policy {
public:
    [[nodiscard]] std::vector<double> ranks(parent_package const& package,
                                            duration_estimates const& estimates) override {
        return detail::upward_ranks(package, estimates);
    }

private:
    [[nodiscard]] server_id best_for(placement_board const& board, task_id task) const override {
        auto const* preferred = board.preferred(task);
        std::optional<server_id> quickest;
        estimated_duration least{};
        board.startable_on(task).for_each([&](server_id one) {
            auto const length = detail::counted_length(board.estimate(task, one), preferred, one);
            if (quickest && length >= least)
                return;
            quickest = one;
            least = length;
        });
        return *quickest;
    }
};

} // namespace

std::unique_ptr<placement_policy> make_fastest_free_policy() {
    return std::make_unique<fastest_free>();
}

} // namespace ssislb
