// The policy that evens out the share of slots in use.
#include "scheduler/greedy_policy.hpp"

#include <ssislb/scheduler/policies.hpp>

#include <cstdint>
#include <optional>

namespace ssislb {
namespace {

bool better(server_load const& left, server_load const& right) noexcept {
    // Shares compared crosswise: exact, and the same on every machine.
    std::uint64_t const left_share = std::uint64_t{left.free} * right.max_jobs;
    std::uint64_t const right_share = std::uint64_t{right.free} * left.max_jobs;
    if (left_share != right_share)
        return left_share > right_share;
    return left.speed > right.speed;
}

class least_loaded final : public detail::greedy_policy {
    [[nodiscard]] server_id best_for(placement_board const& board, task_id task) const override {
        auto const loads = board.servers();
        auto const* preferred = board.preferred(task);
        auto const likes = [&](server_id one) { return !preferred || preferred->contains(one); };
        std::optional<server_id> best;
        board.startable_on(task).for_each([&](server_id one) {
            bool const wins = !best || (likes(one) == likes(*best)
                                            ? better(loads[index(one)], loads[index(*best)])
                                            : likes(one));
            if (wins)
                best = one;
        });
        return *best;
    }
};

} // namespace

std::unique_ptr<placement_policy> make_least_loaded_policy() {
    return std::make_unique<least_loaded>();
}

} // namespace ssislb
