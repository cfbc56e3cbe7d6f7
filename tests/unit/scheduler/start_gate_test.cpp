// Starts on one server: how many a second, how many that are not picked up, how many beside those
// of others.
#include "plan_builder.hpp"
#include "stage.hpp"
#include "support/catch.hpp"

#include <ssislb/scheduler/policies.hpp>
#include <ssislb/scheduler/virtual_run.hpp>

#include <string>

using namespace ssislb;
using namespace ssislb::test;

namespace {

event::job_started pickup(stage const& night, std::string_view task) {
    return {night.newest(task), server_time{}};
}

} // namespace

TEST_CASE("starts on a server are spread out", "[scheduler][gate]") {
    stage night(plan().server("a", 9).starts_per_second(0.5).tasks({"x", "y", "z"}));
    CHECK(night.decide() == lines{"start x#1 a"});
    CHECK(night.wake() == "wake 2s");
    CHECK(night.wait(1999ms).decide().empty());
    CHECK(night.wait(1ms).decide() == lines{"start y#1 a"});
    CHECK(night.wait(5s).decide() == lines{"start z#1 a"});
}

TEST_CASE("a start that was refused counts for the pace", "[scheduler][gate]") {
    stage night(plan().server("a", 9).starts_per_second(0.5).tasks({"x"}));
    night.decide();
    CHECK(night.refuse("x", refusal::not_sent).up("a").decide().empty());
    CHECK(night.wait(2s).decide() == lines{"start x#2 a"});
}

TEST_CASE("no start while too many are not picked up", "[scheduler][gate]") {
    stage night(plan().server("a", 9).max_pending_starts(2).tasks({"v", "w", "x", "y", "z"}));
    CHECK(night.decide() == lines{"start v#1 a", "start w#1 a"});
    CHECK(night.accept("v").accept("w").decide().empty());
    CHECK(night.feed(pickup(night, "v")).decide() == lines{"start x#1 a"});
    // Told twice it is one pickup.
    CHECK(night.feed(pickup(night, "v")).decide().empty());
    // Of a short job the end may be all that is seen; what was picked up frees nothing more.
    CHECK(only("start", night.finish("w").decide()) == lines{"start y#1 a"});
    CHECK(only("start", night.finish("v").decide()).empty());
    CHECK(only("start", night.refuse("x", refusal::not_eligible).decide()) == lines{"start z#1 a"});
}

TEST_CASE("a gate is no reason to take a slow server, if it opens soon", "[scheduler][gate]") {
    auto const fleet = [] {
        return plan()
            .server("slow")
            .server("quick", 9, 10.0)
            .starts_per_second(1)
            .task("x")
            .expected(20s)
            .task("y")
            .expected(20s);
    };
    parent_package const package = fleet();
    auto const run = play(package, make_critical_path_policy(), duration_estimates(package));
    REQUIRE(run.attempts.size() == 2);
    CHECK(run.attempts[1].server == server_id{1});
    CHECK(run.attempts[1].begin == 1s);
}

TEST_CASE("jobs of others take slots away, and give them back", "[scheduler][foreign]") {
    stage night(plan().server("a", 3).tasks({"x", "y", "z"}));
    night.feed(event::foreign_load{server_id{0}, 2});
    CHECK(night.decide() == lines{"start x#1 a"});
    CHECK(night.server("a").foreign == 2);
    // More of them than slots: what runs goes on.
    CHECK(night.feed(event::foreign_load{server_id{0}, 9}).decide().empty());
    CHECK(night.feed(event::foreign_load{server_id{0}, 1}).decide() == lines{"start y#1 a"});
    CHECK(night.feed(event::foreign_load{server_id{0}, 0}).decide() == lines{"start z#1 a"});
}

TEST_CASE("a server full of others' jobs is not waited for, however quick",
          "[scheduler][foreign]") {
    parent_package package = plan().server("a", 1, 10.0).server("b").task("x").task("y").on({"a"});
    package.policy =
        GENERATE(policy_kind::critical_path, policy_kind::fastest_free, policy_kind::least_loaded,
                 policy_kind::round_robin, policy_kind::pinned);
    scheduler machine(package, make_policy(package));
    machine.feed(event::server_up{server_id{0}}, start_of_time);
    machine.feed(event::server_up{server_id{1}}, start_of_time);
    machine.feed(event::foreign_load{server_id{0}, 1}, start_of_time);
    auto const first = machine.decide(start_of_time);
    REQUIRE(first.size() == 1);
    CHECK(describe(package, first.front()) == "start x#1 b");
    // And nobody loses patience with it.
    CHECK(machine.decide(start_of_time + 10h).empty());
    machine.feed(event::foreign_load{server_id{0}, 0}, start_of_time + 10h);
    auto const then = machine.decide(start_of_time + 10h);
    REQUIRE_FALSE(then.empty());
    CHECK(describe(package, then.front()) == "start y#1 a");
}

TEST_CASE("a retry does not wait for a server that is full of others' jobs",
          "[scheduler][foreign]") {
    stage night(plan().server("a").server("b").task("x").retries(1));
    CHECK(night.decide() == lines{"start x#1 a"});
    night.feed(event::foreign_load{server_id{1}, 1});
    night.accept("x").finish("x", outcome::failed);
    CHECK(only("start", night.decide()) == lines{"start x#2 a"});
}

TEST_CASE("a start that is never picked up is not waited for for ever", "[scheduler][gate]") {
    parent_package const package = plan()
                                       .server("a", 9, 10.0)
                                       .max_pending_starts(1)
                                       .server("b")
                                       .task("stuck")
                                       .priority(1)
                                       .expected(1h)
                                       .task("x")
                                       .expected(100min);
    scheduler machine(package, make_critical_path_policy(no_trials));
    machine.feed(event::server_up{server_id{0}}, start_of_time);
    machine.feed(event::server_up{server_id{1}}, start_of_time);
    auto now = start_of_time;
    int wakes = 0;
    std::string started;
    while (started != "start x#1 b") {
        auto next = now;
        for (auto const& one : machine.decide(now)) {
            if (auto const* wake = std::get_if<decision::wake>(&one))
                next = wake->at;
            else
                started = describe(package, one);
        }
        REQUIRE(++wakes < 60);
        if (started != "start x#1 b") {
            REQUIRE(next > now);
            now = next;
            machine.feed(event::tick{}, now);
        }
    }
    CHECK(now - start_of_time < 12h);
}

TEST_CASE("limits of pending starts do not keep virtual runs waiting", "[scheduler][gate]") {
    plan fleet;
    fleet.server("a", 4).max_pending_starts(1);
    for (auto const* name : {"w", "x", "y", "z"})
        fleet.task(name).expected(1h);
    parent_package const package = fleet;
    CHECK(play(package, make_critical_path_policy(), duration_estimates(package)).makespan == 1h);
}

TEST_CASE("a server short of worker threads gets nothing more for a while",
          "[scheduler][threads]") {
    stage night(plan().server("a", 3).tasks({"w", "x", "y", "z"}));
    CHECK(night.decide().size() == 3);
    night.accept("w").accept("x").accept("y");
    night.feed(event::threads_short{server_id{0}, 1});
    CHECK(night.server("a").short_of_threads);
    CHECK(only("start", night.finish("w").decide()).empty());
    CHECK(night.wait(59s).decide().empty());
    // Told again, the minute begins anew.
    CHECK(night.feed(event::threads_short{server_id{0}, 1}).wait(30s).decide().empty());
    CHECK(night.wait(30s).decide() == lines{"start z#1 a"});
    CHECK_FALSE(night.server("a").short_of_threads);
}
