// The simple policies: which server each of them chooses, and what it waits for.
#include "plan_builder.hpp"
#include "support/catch.hpp"

#include <ssislb/scheduler/policies.hpp>
#include <ssislb/scheduler/scheduler.hpp>
#include <ssislb/scheduler/virtual_run.hpp>

#include <string>

using namespace ssislb;
using namespace ssislb::test;
using namespace std::chrono_literals;

namespace {

using lines = std::vector<std::string>;

/// `x a 0s`: the task, its server, when it began.
lines starts(parent_package package, policy_kind policy) {
    package.policy = policy;
    lines all;
    for (auto const& one :
         play(package, make_policy(package), duration_estimates(package)).attempts)
        all.push_back(package[one.task].name + " " + package[one.server].name + " " +
                      format_duration(one.begin));
    return all;
}

/// Two equal tasks, then a short one that a long one follows.
plan long_tail() {
    return plan()
        .server("slow", 1)
        .server("quick", 1, 10.0)
        .task("x")
        .expected(100s)
        .task("y")
        .expected(100s)
        .task("head")
        .expected(10s)
        .task("tail")
        .expected(500s)
        .after("head");
}

} // namespace

TEST_CASE("fastest free: the longest path first, to the quickest slot that is free",
          "[scheduler]") {
    CHECK(starts(long_tail(), policy_kind::fastest_free) ==
          lines{"head quick 0s", "x slow 0s", "tail quick 1s", "y quick 51s"});
}

TEST_CASE("least loaded: plan order, to the server with the most room", "[scheduler]") {
    auto const package = plan().server("a", 4).server("b", 2).tasks({"v", "w", "x", "y", "z"});
    CHECK(starts(package, policy_kind::least_loaded) ==
          lines{"v a 0s", "w b 0s", "x a 0s", "y a 0s", "z b 0s"});
}

TEST_CASE("round robin: each task waits for the server that it was dealt to", "[scheduler]") {
    CHECK(starts(long_tail(), policy_kind::round_robin) ==
          lines{"x slow 0s", "y quick 0s", "head slow 1m40s", "tail quick 1m50s"});
}

TEST_CASE("round robin: a task that may not run where it was dealt to goes to the next server",
          "[scheduler]") {
    auto const package =
        plan().server("a").server("b").server("c").task("x").on({"b", "c"}).task("y").on({"a"});
    CHECK(starts(package, policy_kind::round_robin) == lines{"x b 0s", "y a 0s"});
}

TEST_CASE("pinned: each task to the first server of its list, without a list to the first one",
          "[scheduler]") {
    auto const package =
        plan().server("a").server("b").task("x").on({"b", "a"}).task("y").on({"b"}).task("z");
    CHECK(starts(package, policy_kind::pinned) == lines{"x b 0s", "z a 0s", "y b 1m"});
}

TEST_CASE("pinned: a task whose server is away goes to the next of its list", "[scheduler]") {
    parent_package const package = plan().server("a").server("b").task("x").on({"b", "a"});
    scheduler machine(package, make_pinned_policy(package));
    machine.feed(event::server_up{server_id{0}}, timestamp{});
    auto const decided = machine.decide(timestamp{});
    REQUIRE_FALSE(decided.empty());
    auto const* start = std::get_if<decision::start>(&decided.front());
    REQUIRE(start != nullptr);
    CHECK(start->server == server_id{0});
}

TEST_CASE("critical path, which waits, is what a package gets that names no policy",
          "[scheduler]") {
    parent_package const package = plan()
                                       .server("slow")
                                       .server("quick", 1, 10.0)
                                       .task("x")
                                       .expected(100s)
                                       .task("y")
                                       .expected(90s);
    CHECK(package.policy == policy_kind::critical_path);
    CHECK(starts(package, package.policy) == lines{"x quick 0s", "y quick 10s"});
    CHECK(starts(package, policy_kind::fastest_free) == lines{"x quick 0s", "y slow 0s"});
}
