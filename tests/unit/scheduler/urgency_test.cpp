// Priorities: what goes first, what inherits them, and that nothing waits for ever.
#include "plan_builder.hpp"
#include "scheduler/urgency.hpp"
#include "stage.hpp"
#include "support/catch.hpp"

#include <ssislb/scheduler/policies.hpp>
#include <ssislb/scheduler/virtual_run.hpp>

using namespace ssislb;
using namespace ssislb::test;

namespace {

/// The tasks in the order in which they begin.
lines order(parent_package const& package, std::unique_ptr<placement_policy> policy) {
    lines names;
    for (auto const& one : play(package, std::move(policy), duration_estimates(package)).attempts)
        names.push_back(package[one.task].name);
    return names;
}

} // namespace

TEST_CASE("a task is as urgent as the most urgent that depends on it", "[scheduler][urgency]") {
    CHECK(detail::urgencies(plan()
                                .server("a")
                                .task("first")
                                .priority(-5)
                                .task("then")
                                .after_failure("first")
                                .task("last")
                                .after_completion("then")
                                .priority(7)
                                .task("aside")
                                .after("first")
                                .priority(-1)
                                .task("alone")
                                .priority(-9)) == std::vector<std::int32_t>{7, 7, 7, -1, -9});
}

TEST_CASE("the more urgent goes before the longer and before the first of the plan",
          "[scheduler][urgency]") {
    parent_package const package = plan()
                                       .server("a")
                                       .task("long")
                                       .expected(1h)
                                       .task("dull")
                                       .priority(-1)
                                       .expected(2h)
                                       .task("short")
                                       .expected(1min)
                                       .task("before")
                                       .expected(1s)
                                       .task("urgent")
                                       .after("before")
                                       .priority(1)
                                       .expected(1s);
    CHECK(order(package, make_critical_path_policy(no_trials)) ==
          lines{"before", "urgent", "long", "short", "dull"});
    CHECK(order(package, make_least_loaded_policy()) ==
          lines{"before", "urgent", "long", "short", "dull"});
}

TEST_CASE("an urgent task has the mutex first", "[scheduler][urgency]") {
    stage night(
        plan().server("a", 2).task("dull").mutexes({"m"}).task("urgent").mutexes({"m"}).priority(
            1));
    CHECK(night.decide() == lines{"start urgent#1 a"});
}

TEST_CASE("new knowledge of durations leaves the urgent in front", "[scheduler][urgency]") {
    parent_package const package =
        plan().server("a").tasks({"dull", "other"}).task("urgent").priority(1);
    scheduler machine(package, make_critical_path_policy(no_trials));
    machine.feed(event::history_read{server_id{0}, {{task_id{1}, 9h, 0, 3}}}, start_of_time);
    machine.feed(event::server_up{server_id{0}}, start_of_time);
    auto const decisions = machine.decide(start_of_time);
    REQUIRE_FALSE(decisions.empty());
    CHECK(describe(package, decisions.front()) == "start urgent#1 a");
}

TEST_CASE("what is not urgent runs in the end", "[scheduler][urgency]") {
    auto const policy =
        GENERATE(policy_kind::critical_path, policy_kind::fastest_free, policy_kind::least_loaded,
                 policy_kind::round_robin, policy_kind::pinned);
    plan package;
    package.server("a").task("dull").priority(-100).mutexes({"m"}).expected(1s);
    for (int i = 0; i < 50; ++i) {
        package.task("u" + std::to_string(i)).priority(100).mutexes({"m"}).expected(1h);
        if (i > 1)
            package.after("u" + std::to_string(i - 2));
    }
    parent_package tried = package;
    tried.policy = policy;
    auto const names = order(tried, make_policy(tried));
    REQUIRE(names.size() == 51);
    CHECK(names.back() == "dull");
}
