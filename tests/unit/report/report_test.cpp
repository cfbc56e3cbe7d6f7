// A run's notices as JSON Lines, as text, and the summary as tables.
#include "support/catch.hpp"

#include <ssislb/base/errors.hpp>
#include <ssislb/report/json_line.hpp>
#include <ssislb/report/summary_text.hpp>
#include <ssislb/report/text_line.hpp>

using namespace ssislb;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;

namespace {

constexpr timestamp noon{std::chrono::sys_days(std::chrono::year(2026) / 11 / 24) + 12h + 250ms};

parent_package const package{
    .name = "night",
    .servers = {{.name = "etl01"}},
    .tasks = {{.name = "load \"orders\"", .job = "ETL - Größe"}, {.name = "next", .job = "next"}}};

std::string json(run_notice what) {
    return to_json_line(package, {noon, std::move(what)});
}
std::string text(run_notice what) {
    return to_text_line(package, {noon, std::move(what)});
}

run_summary summary() {
    run_summary made;
    made.result = outcome::failed;
    made.started = noon;
    made.finished = noon + 90s;
    made.tasks = {{.result = outcome::failed,
                   .attempts = 2,
                   .server = server_id{0},
                   .started = noon,
                   .finished = noon + 60s,
                   .failed_step = "run package",
                   .message = "It failed."},
                  {.result = outcome::skipped, .skipped = skip_reason::precedence}};
    made.servers = {{.attempts = 2, .failed = 2, .busy = 50s, .statements = 9, .status_polls = 4}};
    made.detection_delays = {2050ms, 40s, 120ms};
    return made;
}

} // namespace

TEST_CASE("a notice is one JSON object with time and event", "[report]") {
    CHECK(json(notice::attempt_started{{task_id{0}, 5}, server_id{0}, 2}) ==
          R"({"time":"2026-11-24T12:00:00.250Z","event":"attempt_started",)"
          R"("task":"load \"orders\"","job":"ETL - Größe","attempt":2,"server":"etl01"})");
}

TEST_CASE("what was asked of a living run is told", "[report]") {
    CHECK_THAT(json(notice::server_drained{server_id{0}}),
               Contains(R"("event":"server_drained","server":"etl01"})"));
    CHECK_THAT(json(notice::server_undrained{server_id{0}}),
               Contains(R"("event":"server_undrained","server":"etl01"})"));
    CHECK_THAT(json(notice::foreign_load{server_id{0}, 3}),
               Contains(R"("event":"foreign_load","server":"etl01","jobs":3})"));
    CHECK_THAT(json(notice::threads_short{server_id{0}, 2}),
               Contains(R"("event":"threads_short","server":"etl01","waiting":2})"));
    CHECK_THAT(json(notice::deadline_endangered{timestamp(1h), timestamp(2h)}),
               Contains(R"("finish_by":"1970-01-01T01:00:00.000Z",)"
                        R"("expected_end":"1970-01-01T02:00:00.000Z"})"));
    CHECK_THAT(
        json(notice::deadline_endangered{timestamp(1h), {}}),
        Contains(R"("event":"deadline_endangered","finish_by":"1970-01-01T01:00:00.000Z"})"));
    CHECK_THAT(json(notice::deadline_safe{timestamp(2h), timestamp(1h)}),
               Contains(R"("event":"deadline_safe","finish_by":"1970-01-01T02:00:00.000Z",)"
                        R"("expected_end":"1970-01-01T01:00:00.000Z"})"));
    CHECK_THAT(json(notice::server_limited{server_id{0}, 8}),
               Contains(R"("event":"server_limited","server":"etl01","max_jobs":8})"));
    CHECK_THAT(json(notice::skip_requested{task_id{1}}),
               Contains(R"("event":"skip_requested","task":"next","job":"next"})"));
    CHECK_THAT(json(notice::run_paused{}), Contains(R"("event":"run_paused","package":"night"})"));
    CHECK_THAT(json(notice::run_continued{}), Contains(R"("event":"run_continued")"));

    CHECK_THAT(text(notice::server_drained{server_id{0}}), Contains("server drained: etl01"));
    CHECK_THAT(text(notice::server_undrained{server_id{0}}), Contains("takes work again: etl01"));
    CHECK_THAT(text(notice::server_limited{server_id{0}, 8}), Contains("etl01 to 8 jobs"));
    CHECK_THAT(text(notice::foreign_load{server_id{0}, 1}), Contains("etl01: 1 job of others"));
    CHECK_THAT(text(notice::threads_short{server_id{0}, 2}),
               Contains("etl01: jobs wait for worker threads, 2 of ours"));
    CHECK_THAT(text(notice::deadline_endangered{timestamp(1h), timestamp(2h)}),
               Contains("deadline in danger: 1970-01-01T01:00:00.000Z; the run is expected to end "
                        "1h later"));
    CHECK_THAT(text(notice::deadline_endangered{timestamp(1h), {}}),
               Contains("the run does not end by itself"));
    CHECK_THAT(
        text(notice::deadline_safe{timestamp(2h), timestamp(1h)}),
        Contains("deadline can be kept: 1970-01-01T02:00:00.000Z; the run is expected to end "
                 "1h before"));
    CHECK_THAT(text(notice::skip_requested{task_id{1}}), Contains("skip requested: next"));
    CHECK_THAT(text(notice::run_paused{}), Contains("run paused"));
    CHECK_THAT(text(notice::run_continued{}), Contains("run continued"));
    CHECK_THAT(json(notice::task_skipped{task_id{1}, skip_reason::requested}),
               Contains(R"("outcome":"skipped","reason":"requested")"));
}

TEST_CASE("a skipped task tells its reason", "[report]") {
    CHECK_THAT(json(notice::task_skipped{task_id{1}, skip_reason::error_limit}),
               Contains(R"("outcome":"skipped","reason":"error_limit")"));
    CHECK_THAT(text(notice::task_skipped{task_id{1}, skip_reason::error_limit}),
               Contains("skipped: next (error_limit)"));
}

TEST_CASE("an attempt tells job and package apart", "[report]") {
    notice::attempt_finished finished{{task_id{0}, 1}, server_id{0}, 1,    outcome::failed, {},
                                      1500ms,          noon + 30s,   500ms};
    finished.details = {.job = outcome::succeeded,
                        .package = outcome::failed,
                        .failed_step = "run package",
                        .message = "Line one.\r\nLine two.",
                        .started = {},
                        .duration = 1s};
    CHECK_THAT(
        json(finished),
        Contains(R"("outcome":"failed","job_outcome":"succeeded","package_outcome":"failed")"));
    CHECK_THAT(json(finished), Contains(R"("elapsed":1.5E0)") || Contains(R"("elapsed":1.5)"));
    CHECK_THAT(json(finished), Contains(R"("detection_delay":5E-1)"));
    auto const line = text(finished);
    CHECK_THAT(line, Contains("step run package: Line one.  Line two."));
    CHECK_THAT(line, Contains("next attempt at 2026-11-24T12:00:30.250Z"));
    CHECK(line.find('\n') == std::string::npos);
}

TEST_CASE("the summary object holds every task and every server", "[report]") {
    auto const line = json(notice::run_finished{summary()});
    CHECK_THAT(line, Contains(R"("event":"run_finished","package":"night","outcome":"failed")"));
    CHECK_THAT(line, Contains(R"("statements":9,"status_polls":4)"));
    CHECK_THAT(line, Contains(R"("median_detection_delay":2.05E0,"greatest_detection_delay":4E1)"));
    CHECK_THAT(line, Contains(R"({"task":"next","outcome":"skipped","reason":"precedence")"));
    CHECK_THAT(line, Contains(R"({"server":"etl01","attempts":2,"failed":2)"));
}

TEST_CASE("the summary for people names what failed and why", "[report]") {
    auto const said = to_text(package, summary());
    CHECK_THAT(said, Contains("load \"orders\"  failed"));
    CHECK_THAT(said, Contains("skipped (precedence)"));
    CHECK_THAT(said, Contains("load \"orders\": step run package: It failed."));
    CHECK_THAT(said, Contains("failed: 2 tasks: 1 failed, 1 skipped; makespan 1m30s"));
    CHECK_THAT(said, Contains("2 jobs started, 9 statements (4.5 a job), 4 of them status polls"));
    CHECK_THAT(said, Contains("ends of jobs were seen within 2s100ms (median), 40s at the most"));
}

TEST_CASE("a run without ends that were seen tells nothing of their delay", "[report]") {
    auto run = summary();
    run.detection_delays.clear();
    CHECK_THAT(to_text(package, run), !Contains("ends of jobs"));
    CHECK_THAT(json(notice::run_finished{run}), !Contains("detection_delay"));
}

TEST_CASE("a task that ended as its last attempt did is not told twice in text", "[report]") {
    CHECK(
        text(notice::task_finished{task_id{0}, outcome::failed, settle_reason::attempt, {}, 1, {}})
            .empty());
    CHECK_THAT(
        text(notice::task_finished{
            task_id{0}, outcome::failed, settle_reason::no_eligible_server, {}, 0, "No server."}),
        Contains("failed: load \"orders\": No server."));
}
