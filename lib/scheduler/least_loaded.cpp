// The policy that evens out the share of slots in use.
#include <ssislb/scheduler/policies.hpp>

#include <cstdint>

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

class least_loaded final : public placement_policy {
public:
    std::optional<timestamp> place(placement_board& board) override {
        auto const ready = board.ready();
        for (auto at = board.next_startable(0); at < ready.size();
             at = board.next_startable(at + 1))
            board.place(ready[at], best_for(board, ready[at]));
        return std::nullopt;
    }

private:
    static server_id best_for(placement_board const& board, task_id task) {
        auto const loads = board.servers();
        std::optional<server_id> best;
        board.startable_on(task).for_each([&](server_id one) {
            if (!best || better(loads[index(one)], loads[index(*best)]))
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
