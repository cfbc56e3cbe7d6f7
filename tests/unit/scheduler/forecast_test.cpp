// Forecasts of plans that are small enough to be reckoned by hand.
#include "plan_builder.hpp"
#include "support/catch.hpp"

#include <ssislb/scheduler/forecast.hpp>

using namespace ssislb;
using namespace ssislb::test;
using namespace std::chrono_literals;

namespace {

forecast forecast_of(parent_package const& package) {
    return make_forecast(package, duration_estimates(package));
}

struct step {
    std::size_t task;
    wait_reason waited_for;
    milliseconds gap{0};

    bool operator==(step const&) const = default;
};

std::vector<step> path_of(forecast const& what) {
    std::vector<step> path;
    for (auto const& one : what.critical_path)
        path.push_back({index(one.task), one.waited_for, one.gap});
    return path;
}

} // namespace

TEST_CASE("a chain is as long as its tasks on the quickest server", "[scheduler][forecast]") {
    auto const what = forecast_of(plan()
                                      .server("slow", 1, 1.0)
                                      .server("quick", 1, 2.0)
                                      .task("x")
                                      .expected(10s)
                                      .task("y")
                                      .expected(4s)
                                      .after("x"));
    CHECK(what.makespan == 7s);
    CHECK(what.bound.length == estimated_duration(7s));
    CHECK(what.bound.binds == bound_kind::critical_path);
    CHECK(what.ratio() == Approx(1));
    CHECK(path_of(what) ==
          std::vector<step>{{0, wait_reason::nothing}, {1, wait_reason::predecessor}});
    REQUIRE(what.tasks[1]);
    CHECK(what.tasks[1]->server == server_id{1});
    CHECK(what.tasks[1]->begin == 5s);
    CHECK(what.tasks[1]->latest_begin == 5s);
    CHECK(what.tasks[1]->critical);
    CHECK(what.servers[0].tasks == 0);
    CHECK(what.servers[1].tasks == 2);
    CHECK(what.servers[1].busy == 7s);
    CHECK(what.servers[1].use == Approx(1));
}

TEST_CASE("a task beside the path may begin later", "[scheduler][forecast]") {
    auto const what = forecast_of(plan()
                                      .server("a", 2)
                                      .task("long")
                                      .expected(10s)
                                      .task("short")
                                      .expected(3s)
                                      .task("end")
                                      .expected(2s)
                                      .after("long")
                                      .after("short"));
    CHECK(what.makespan == 12s);
    REQUIRE(what.tasks[1]);
    CHECK(what.tasks[1]->begin == 0s);
    CHECK(what.tasks[1]->latest_begin == 7s);
    CHECK(what.tasks[1]->slack() == 7s);
    CHECK_FALSE(what.tasks[1]->critical);
    CHECK(what.servers[0].use == Approx(15.0 / 24));
}

TEST_CASE("the path goes through slots and limits, where these are waited for",
          "[scheduler][forecast]") {
    plan two;
    two.server("a").tasks({"x", "y"});
    CHECK(path_of(forecast_of(two)) ==
          std::vector<step>{{0, wait_reason::nothing}, {1, wait_reason::slot}});

    plan limited;
    limited.at_most(1).server("a", 2).server("b", 2).tasks({"x", "y"});
    auto const what = forecast_of(limited);
    CHECK(what.makespan == 2min);
    REQUIRE(what.critical_path.size() == 2);
    CHECK((what.critical_path[1].waited_for == wait_reason::run_limit ||
           what.critical_path[1].waited_for == wait_reason::slot));
}

TEST_CASE("a limit of the run is told apart from a slot that was free", "[scheduler][forecast]") {
    // On different servers, so that no slot is waited for.
    auto const what = forecast_of(
        plan().at_most(1).server("a").server("b").task("x").on({"a"}).task("y").on({"b"}));
    CHECK(path_of(what) ==
          std::vector<step>{{0, wait_reason::nothing}, {1, wait_reason::run_limit}});
}

TEST_CASE("a job that is in use elsewhere is waited for", "[scheduler][forecast]") {
    auto const what = forecast_of(
        plan().server("a", 2).task("x").expected(5s).job("shared").task("y").expected(5s).job(
            "shared"));
    CHECK(what.makespan == 10s);
    REQUIRE(what.critical_path.size() == 2);
    CHECK(what.critical_path[1].gap == 0s);
}

TEST_CASE("branches after a failure do not run, and bound nothing", "[scheduler][forecast]") {
    auto const what = forecast_of(plan()
                                      .server("a")
                                      .task("x")
                                      .expected(5s)
                                      .task("alarm")
                                      .expected(1000s)
                                      .after_failure("x")
                                      .task("after alarm")
                                      .expected(1000s)
                                      .after_completion("alarm"));
    CHECK(what.makespan == 5s);
    CHECK_FALSE(what.tasks[1]);
    CHECK_FALSE(what.tasks[2]);
    CHECK(what.bound.length == estimated_duration(5s));
}

TEST_CASE("a disabled task takes no time and hands on what it waited for",
          "[scheduler][forecast]") {
    auto const what = forecast_of(plan()
                                      .server("a")
                                      .task("x")
                                      .expected(5s)
                                      .task("off")
                                      .expected(1000s)
                                      .after("x")
                                      .disabled()
                                      .task("y")
                                      .expected(4s)
                                      .after("off"));
    CHECK(what.makespan == 9s);
    CHECK_FALSE(what.tasks[1]);
    CHECK(path_of(what) ==
          std::vector<step>{{0, wait_reason::nothing}, {2, wait_reason::predecessor}});
    CHECK(what.tasks[0]->latest_begin == 0s);
    CHECK(what.bound.length == estimated_duration(9s));
}

TEST_CASE("with a logical OR the first predecessor counts", "[scheduler][forecast]") {
    auto const what = forecast_of(plan()
                                      .server("a", 3)
                                      .task("quick")
                                      .expected(2s)
                                      .task("slow")
                                      .expected(6s)
                                      .task("either")
                                      .expected(20s)
                                      .after("quick")
                                      .after("slow")
                                      .any());
    CHECK(what.makespan == 22s);
    CHECK(what.tasks[2]->begin == 2s);
    CHECK(what.tasks[0]->latest_begin == 0s);
    CHECK(what.tasks[1]->latest_begin == 16s);
    CHECK(path_of(what) ==
          std::vector<step>{{0, wait_reason::nothing}, {2, wait_reason::predecessor}});
}

TEST_CASE("with nothing to run a forecast is empty", "[scheduler][forecast]") {
    auto const what = forecast_of(plan().server("a").task("off").disabled());
    CHECK(what.makespan == 0s);
    CHECK(what.critical_path.empty());
    CHECK(what.ratio() == 1);
    CHECK(what.servers[0].use == 0);
}
