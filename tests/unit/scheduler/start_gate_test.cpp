// Starts on one server: how many a second, how many that are not picked up, how many beside those
// of others.
#include "plan_builder.hpp"
#include "stage.hpp"
#include "support/catch.hpp"

#include <ssislb/scheduler/policies.hpp>
#include <ssislb/scheduler/virtual_run.hpp>

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

TEST_CASE("a server full of others' jobs is looked at each minute, not all the time",
          "[scheduler][foreign]") {
    parent_package const package = plan().server("a", 1).server("b", 1).task("x").on({"a"});
    scheduler machine(package, make_critical_path_policy());
    machine.feed(event::server_up{server_id{0}}, start_of_time);
    machine.feed(event::server_up{server_id{1}}, start_of_time);
    machine.feed(event::foreign_load{server_id{0}, 1}, start_of_time);
    for (auto const& one : machine.decide(start_of_time)) {
        auto const* wake = std::get_if<decision::wake>(&one);
        REQUIRE(wake != nullptr);
        CHECK(wake->at >= start_of_time + 1s);
    }
    machine.feed(event::foreign_load{server_id{0}, 0}, start_of_time + 1h);
    auto const then = machine.decide(start_of_time + 1h);
    REQUIRE_FALSE(then.empty());
    CHECK(std::holds_alternative<decision::start>(then.front()));
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
