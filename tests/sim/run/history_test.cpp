// What one run leaves in the servers' histories is what the next one goes by.
#include "support/catch.hpp"
#include "support/fleet_run.hpp"
#include "support/plan_text.hpp"

#include <ssislb/model/journal.hpp>

using namespace ssislb;
using test::fleet_run;
using test::plan;
using test::servers;
using namespace std::chrono_literals;

namespace {

constexpr double speed = 200;

std::vector<event::history_read> histories(memory_journal const& journal) {
    std::vector<event::history_read> found;
    for (auto const& one : journal.events())
        if (auto const* read = std::get_if<event::history_read>(&one.what))
            found.push_back(*read);
    return found;
}

} // namespace

TEST_CASE("a run learns from the servers' histories how long its tasks take", "[run]") {
    // The plan is wrong about it.
    fleet_run run(plan(servers(1) + R"(
[[task]]
name = "load"
job = "load"
expected = "1s"
simulate = { duration = "30s" }
[[task]]
name = "fail"
job = "fail"
simulate = { duration = "5s", outcome = "failed" }
)"),
                  speed);
    auto const first = std::make_shared<memory_journal>();
    run.use(first);
    run.go();
    CHECK(histories(*first).empty());

    auto const second = std::make_shared<memory_journal>();
    run.use(second);
    run.go();
    auto const known = histories(*second);
    REQUIRE(known.size() == 1);
    // The job that failed tells nothing of how long the work takes.
    REQUIRE(known.front().lengths.size() == 1);
    auto const& load = known.front().lengths.front();
    CHECK(load.task == *run.package().find_task("load"));
    CHECK(load.runs == 1);
    CHECK(load.median >= 29s);
    CHECK(load.median <= 60s);
}
