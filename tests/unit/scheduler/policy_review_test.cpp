// A policy is asked again when it wants to be.
#include "plan_builder.hpp"
#include "stage.hpp"
#include "support/catch.hpp"

using namespace ssislb;
using namespace ssislb::test;

namespace {

/// Places the first ready task a minute after it was first asked.
class hesitant final : public placement_policy {
public:
    std::optional<timestamp> place(placement_board& board) override {
        auto const due = start_of_time + 1min;
        if (board.now() < due)
            return due;
        board.place(board.ready().front(), server_id{0});
        return std::nullopt;
    }
};

std::optional<timestamp> wake_in(std::vector<run_decision> const& decisions) {
    for (auto const& one : decisions)
        if (auto const* wake = std::get_if<decision::wake>(&one))
            return wake->at;
    return std::nullopt;
}

} // namespace

TEST_CASE("a policy that waits is woken at the instant that it names", "[scheduler]") {
    scheduler machine(plan().server("a").task("x"), std::make_unique<hesitant>());
    machine.feed(event::server_up{server_id{0}}, start_of_time);
    auto const first = machine.decide(start_of_time);
    CHECK(wake_in(first) == start_of_time + 1min);
    CHECK(first.size() == 1);
    machine.feed(event::tick{}, start_of_time + 1min);
    auto const then = machine.decide(start_of_time + 1min);
    REQUIRE(then.size() == 1);
    CHECK(std::holds_alternative<decision::start>(then.front()));
}

TEST_CASE("ready tasks stand by the policy's ranks, and in plan order where those are equal",
          "[scheduler]") {
    struct ranked final : placement_policy {
        std::vector<task_id>* seen = nullptr;
        std::vector<double> ranks(parent_package const&, duration_estimates const&) override {
            return {1, 3, 2, 3};
        }
        std::optional<timestamp> place(placement_board& board) override {
            seen->assign(board.ready().begin(), board.ready().end());
            return std::nullopt;
        }
    };
    std::vector<task_id> seen;
    auto policy = std::make_unique<ranked>();
    policy->seen = &seen;
    scheduler machine(plan().server("a").tasks({"w", "x", "y", "z"}), std::move(policy));
    machine.feed(event::server_up{server_id{0}}, start_of_time);
    static_cast<void>(machine.decide(start_of_time));
    CHECK(seen == std::vector{task_id{1}, task_id{3}, task_id{2}, task_id{0}});
}
