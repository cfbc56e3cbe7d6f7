// What becomes of tasks, end to end: plan text, scheduler, TDS, Agent jobs on simulated servers.
#include "support/catch.hpp"
#include "support/fleet_run.hpp"
#include "support/plan_text.hpp"

#include <ssislb/report/json_line.hpp>

#include <algorithm>

using namespace ssislb;
using test::fleet_run;
using test::plan;
using test::servers;

namespace {

constexpr double speed = 200;

class json_collector final : public run_observer {
public:
    explicit json_collector(parent_package const& package)
        : package_(package) {}

    void on_notice(timed_notice const& said) override {
        lines.push_back(to_json_line(package_, said));
        names.emplace_back(name_of(said.what));
    }

    std::vector<std::string> lines;
    std::vector<std::string> names;

private:
    parent_package const& package_;
};

} // namespace

TEST_CASE("true outcomes drive the precedence constraints", "[run]") {
    fleet_run run(plan(servers(2) + R"(
[[task]]
name = "good"
job = "good"
expected = "5s"
[[task]]
name = "bad"
job = "bad"
simulate = { duration = "5s", outcome = "failed" }
[[task]]
name = "after both"
job = "after both"
after = ["good", "bad"]
[[task]]
name = "on failure"
job = "on failure"
after_failure = ["bad"]
[[task]]
name = "whatever"
job = "whatever"
after_completion = ["bad", "good"]
)"),
                  speed);
    auto const& summary = run.go();
    CHECK(!run.error());
    CHECK(summary.result == outcome::failed);
    CHECK(run.task("good").result == outcome::succeeded);
    CHECK(run.task("bad").result == outcome::failed);
    CHECK(run.task("bad").failed_step == "run package");
    CHECK(run.task("after both").result == outcome::skipped);
    CHECK(run.task("on failure").result == outcome::succeeded);
    CHECK(run.task("whatever").result == outcome::succeeded);
    CHECK(run.audit().violations(summary).empty());
}

TEST_CASE("a failed attempt is retried on another server before its outcome counts", "[run]") {
    fleet_run run(plan(servers(2) + R"(
[[task]]
name = "flaky"
job = "flaky"
retries = 2
retry_delay = "10s"
simulate = { duration = "5s", outcome = "failed", fail_attempts = 1 }
[[task]]
name = "next"
job = "next"
after = ["flaky"]
)"),
                  speed);
    auto const& summary = run.go();
    CHECK(summary.result == outcome::succeeded);
    CHECK(run.task("flaky").attempts == 2);
    CHECK(run.instance(0).starts("flaky") == 1);
    CHECK(run.instance(1).starts("flaky") == 1);
    CHECK(run.audit().violations(summary).empty());
}

TEST_CASE("names of jobs need not be ASCII", "[run]") {
    fleet_run run(plan(servers(1) + R"(
[[task]]
name = "größen"
job = "ETL - Größen & Łódź 漢字 😀"
)"),
                  speed);
    CHECK(run.go().result == outcome::succeeded);
    CHECK(run.instance(0).starts("ETL - Größen & Łódź 漢字 😀") == 1);
}

TEST_CASE("a task that passes its timeout is stopped and has failed", "[run]") {
    fleet_run run(plan(servers(1) + R"(
[[task]]
name = "endless"
job = "endless"
timeout = "20s"
simulate = { duration = "10h" }
)"),
                  speed);
    CHECK(run.go().result == outcome::failed);
    CHECK(run.task("endless").why == settle_reason::timed_out);
    auto const runs = run.instance(0).finished_runs();
    REQUIRE(runs.size() == 1);
    CHECK(runs[0].end == sim::run_end::canceled);
}

TEST_CASE("the notices of a run begin and end it, and tell each attempt", "[run]") {
    fleet_run run(plan(servers(1) + "[[task]]\nname = \"a\"\njob = \"a\"\n"), speed);
    auto const seen = std::make_shared<json_collector>(run.package());
    run.observe(seen);
    run.go();
    CHECK(seen->names == std::vector<std::string>{"run_started", "server_up", "attempt_started",
                                                  "attempt_finished", "task_finished",
                                                  "run_finished"});
    CHECK(seen->lines.back().find(R"("outcome":"succeeded")") != std::string::npos);
    CHECK(seen->lines.back().find(R"("statements_per_job":)") != std::string::npos);
}

TEST_CASE("a run tells how late it saw its jobs end", "[run]") {
    fleet_run run(plan(servers(2) + R"(
[[task]]
name = "flaky"
job = "flaky"
retries = 1
simulate = { duration = "5s", outcome = "failed", fail_attempts = 1 }
[[task]]
name = "long"
job = "long"
expected = "60s"
)"),
                  speed);
    auto const seen = std::make_shared<json_collector>(run.package());
    run.observe(seen);
    auto const& summary = run.go();
    CHECK(summary.detection_delays.size() == 3);
    CHECK(summary.greatest_detection_delay() <= summary.makespan());
    CHECK(summary.median_detection_delay() > milliseconds{0});
    CHECK(std::ranges::count_if(seen->lines, [](std::string const& line) {
              return line.find(R"("detection_delay":)") != std::string::npos;
          }) == 3);
}

TEST_CASE("jobs of one server share its status polls", "[run]") {
    std::string text = "[[server]]\nname = \"s\"\nhost = \"h\"\nmax_jobs = 20\nuser = "
                       "\"u\"\npassword_env = \"P\"\n";
    for (int i = 0; i < 20; ++i)
        text += "[[task]]\nname = \"t" + std::to_string(i) + "\"\njob = \"j" + std::to_string(i) +
                "\"\nexpected = \"60s\"\n";
    fleet_run run(plan(text), speed);
    auto const& summary = run.go();
    CHECK(summary.result == outcome::succeeded);
    auto const asked = run.instance(0).traffic().procedures;
    // The end of the run may overtake its last poll, which was sent and counted.
    auto const polls = asked.at("sp_help_jobactivity");
    CHECK(
        (polls == summary.servers[0].status_polls || polls + 1 == summary.servers[0].status_polls));
    // A poll each 20 ms of real time for 300 ms and a little, not twenty of them.
    CHECK(summary.servers[0].status_polls < 60);
    CHECK(asked.at("sp_start_job") == 20);
}
