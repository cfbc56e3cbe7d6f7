// What a pool of workers does, to be beaten.
#include "any_free_slot.hpp"

#include <deque>
#include <optional>
#include <random>
#include <set>
#include <vector>

namespace ssislb::bench {
namespace {

class any_free_slot final : public placement_policy {
public:
    explicit any_free_slot(std::uint32_t seed)
        : chance_(seed) {}

    std::optional<timestamp> place(placement_board& board) override {
        for (task_id const one : board.ready())
            if (seen_.insert(one).second)
                waiting_.push_back(one);
        while (!waiting_.empty() && place_first(board))
            waiting_.pop_front();
        return std::nullopt;
    }

private:
    bool place_first(placement_board& board) {
        std::vector<server_id> slots;
        board.startable_on(waiting_.front()).for_each([&](server_id one) {
            slots.insert(slots.end(), board.servers()[index(one)].free, one);
        });
        if (slots.empty())
            return false;
        std::uniform_int_distribution<std::size_t> any(0, slots.size() - 1);
        return board.place(waiting_.front(), slots[any(chance_)]);
    }

    std::mt19937 chance_;
    std::set<task_id> seen_;
    std::deque<task_id> waiting_;
};

} // namespace

std::unique_ptr<placement_policy> make_any_free_slot_policy(std::uint32_t seed) {
    return std::make_unique<any_free_slot>(seed);
}

} // namespace ssislb::bench
