// What tasks require of servers and what they share, on servers that answer over TDS.
#include "support/catch.hpp"
#include "support/fleet_run.hpp"
#include "support/plan_text.hpp"

#include <algorithm>
#include <vector>

using namespace ssislb;
using Catch::Matchers::Contains;
using test::fleet_run;
using test::plan;
using test::servers;

namespace {

constexpr double speed = 200;

std::string task_text(std::string const& name, std::string const& keys) {
    return "[[task]]\nname = \"" + name + "\"\njob = \"job of " + name +
           "\"\nexpected = \"10s\"\n" + keys + '\n';
}

/// How many of the tasks run when one of them begins, at most.
std::ptrdiff_t most_at_once(run_summary const& summary) {
    std::ptrdiff_t most = 0;
    for (auto const& given : summary.tasks)
        most = std::max(most, std::ranges::count_if(summary.tasks, [&given](auto const& one) {
                            return one.started <= given.started && given.started < one.finished;
                        }));
    return most;
}

} // namespace

TEST_CASE("a task whose job is missing on the only server with its tag fails and says so",
          "[run]") {
    fleet_run run(plan(servers(3) + "tags = [\"ssd\", \"vpn\"]\n" +
                       task_text("t1", "requires = [\"ssd\"]") + task_text("t2", "")),
                  speed);
    run.instance(2).remove_job("job of t1");
    run.go();
    CHECK(run.summary().result == outcome::failed);
    CHECK(run.task("t1").result == outcome::failed);
    CHECK(run.task("t1").why == settle_reason::no_eligible_server);
    CHECK_THAT(run.task("t1").message,
               Contains("only these have what it requires (\"ssd\"): s3. server s3, job "
                        "\"job of t1\"") &&
                   !Contains("s1"));
    CHECK(run.task("t2").result == outcome::succeeded);
}

TEST_CASE("a task that requires what the lost servers had is told who they were", "[run]") {
    fleet_run run(plan(servers(2) + "tags = [\"ssd\"]\n" + task_text("t1", "requires = [\"ssd\"]") +
                       task_text("t2", "")),
                  speed);
    run.options().password = [](server const& of) {
        return std::string(of.name == "s2" ? "wrong one" : "known to both sides");
    };
    run.go();
    CHECK(run.task("t1").why == settle_reason::no_eligible_server);
    CHECK_THAT(run.task("t1").message, Contains("(\"ssd\"): s2.") && Contains("18456"));
    CHECK(run.task("t2").result == outcome::succeeded);
}

TEST_CASE("jobs of one mutex run one after the other on any servers", "[run]") {
    std::string text = servers(2);
    for (auto const* name : {"t1", "t2", "t3", "t4"})
        text += task_text(name, "mutexes = [\"customers\"]");
    fleet_run run(plan(text), speed);
    CHECK(run.go().result == outcome::succeeded);
    CHECK(most_at_once(run.summary()) == 1);
}

TEST_CASE("jobs of one tag run at its limit, over all servers", "[run]") {
    std::string text = servers(2) + "[[tag]]\nname = \"sap\"\nmax_jobs = 3\n";
    for (auto const* name : {"t1", "t2", "t3", "t4", "t5", "t6"})
        text += task_text(name, "tags = [\"sap\"]");
    fleet_run run(plan(text), speed);
    CHECK(run.go().result == outcome::succeeded);
    auto const most = most_at_once(run.summary());
    CHECK(most > 1);
    CHECK(most <= 3);
}
