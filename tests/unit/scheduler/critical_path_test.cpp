// Where the critical-path policy puts tasks, and what it waits for.
#include "plan_builder.hpp"
#include "support/catch.hpp"

#include <ssislb/scheduler/policies.hpp>
#include <ssislb/scheduler/virtual_run.hpp>

#include <algorithm>
#include <map>
#include <string>

using namespace ssislb;
using namespace ssislb::test;
using namespace std::chrono_literals;

namespace {

virtual_run run(parent_package const& package) {
    return play(package, make_critical_path_policy(), duration_estimates(package));
}

/// `x a 0s`: the task, its server, when it began.
std::vector<std::string> starts(parent_package const& package, virtual_run const& run) {
    std::vector<std::string> all;
    for (auto const& one : run.attempts)
        all.push_back(package[one.task].name + " " + package[one.server].name + " " +
                      format_duration(one.begin));
    return all;
}

using lines = std::vector<std::string>;

} // namespace

TEST_CASE("a task waits for the quick server where it ends earlier so", "[scheduler][cp]") {
    parent_package const package = plan()
                                       .server("slow")
                                       .server("quick", 1, 10.0)
                                       .task("x")
                                       .expected(100s)
                                       .task("y")
                                       .expected(90s);
    CHECK(starts(package, run(package)) == lines{"x quick 0s", "y quick 10s"});
}

TEST_CASE("a task goes to the slow server where it ends earlier so", "[scheduler][cp]") {
    parent_package const package = plan()
                                       .server("slow")
                                       .server("quick", 1, 10.0)
                                       .task("x")
                                       .expected(100s)
                                       .task("y")
                                       .expected(9s);
    CHECK(starts(package, run(package)) == lines{"x quick 0s", "y slow 0s"});
}

TEST_CASE("who waits for a slot has it before those that come behind", "[scheduler][cp]") {
    // z would get in at 10 s if y had not taken that place: so it ends earlier on the slow one.
    parent_package const package = plan()
                                       .server("slow")
                                       .server("quick", 1, 10.0)
                                       .task("x")
                                       .expected(100s)
                                       .task("y")
                                       .expected(90s)
                                       .task("z")
                                       .expected(19s);
    CHECK(starts(package, run(package)) == lines{"x quick 0s", "z slow 0s", "y quick 10s"});
}

TEST_CASE("the longest path goes first", "[scheduler][cp]") {
    parent_package const package = plan()
                                       .server("a")
                                       .task("alone")
                                       .expected(5s)
                                       .task("first")
                                       .expected(1s)
                                       .task("then")
                                       .expected(20s)
                                       .after("first");
    CHECK(starts(package, run(package)) == lines{"first a 0s", "then a 1s", "alone a 21s"});
}

TEST_CASE("what runs longer than thought is not waited for without end", "[scheduler][cp]") {
    parent_package const package = plan()
                                       .server("slow")
                                       .server("quick", 1, 10.0)
                                       .task("x")
                                       .expected(100s)
                                       .task("y")
                                       .expected(90s);
    auto const played =
        play(package, make_critical_path_policy(), duration_estimates(package),
             [](task_id task, server_id) { return index(task) == 0 ? milliseconds(24h) : 90s; });
    REQUIRE(played.attempts.size() == 2);
    CHECK(played.attempts[1].server == server_id{0});
    // The slow server takes it in 90 s; 15 % of what x has taken is more than 81 s by then.
    CHECK(played.attempts[1].begin > 10s);
    CHECK(played.attempts[1].begin < 11min);
}

TEST_CASE("servers that are equal share the load", "[scheduler][cp]") {
    plan package;
    package.server("a", 4).server("b", 4);
    for (int i = 0; i < 4; ++i)
        package.task("t" + std::to_string(i)).expected(1s);
    std::map<server_id, int> tasks;
    for (auto const& one : run(package).attempts)
        ++tasks[one.server];
    CHECK(tasks == std::map<server_id, int>{{server_id{0}, 2}, {server_id{1}, 2}});
}

TEST_CASE("two tasks of one job run one after the other where that is best", "[scheduler][cp]") {
    parent_package const package = plan()
                                       .server("quick", 2, 10.0)
                                       .server("slow", 2)
                                       .task("x")
                                       .job("same")
                                       .expected(100s)
                                       .task("y")
                                       .job("same")
                                       .expected(100s)
                                       .task("z")
                                       .expected(50s);
    // The slot beside is not kept from others meanwhile.
    CHECK(starts(package, run(package)) == lines{"x quick 0s", "z quick 0s", "y quick 10s"});
}

TEST_CASE("a task stays on its servers", "[scheduler][cp]") {
    parent_package const package = plan()
                                       .server("quick", 1, 10.0)
                                       .server("slow")
                                       .task("x")
                                       .on({"slow"})
                                       .expected(10s)
                                       .task("y")
                                       .on({"slow"})
                                       .expected(20s);
    CHECK(starts(package, run(package)) == lines{"y slow 0s", "x slow 20s"});
}
