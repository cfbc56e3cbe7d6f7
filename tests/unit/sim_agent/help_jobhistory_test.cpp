// sp_help_jobhistory: modes, order and filters.
#include "fixture.hpp"
#include "support/catch.hpp"

using namespace ssislb;
using namespace ssislb::sim;
using namespace ssislb::sim::test;
using std::chrono::milliseconds;
using numbers = std::vector<std::int32_t>;

namespace {

answer full(lab& lab, std::vector<sql::parameter> parameters) {
    parameters.push_back(named("@mode", text("FULL")));
    return lab.call("sp_help_jobhistory", std::move(parameters));
}

/// A failed run at 03:44, one that succeeded a day later at 02:00.
instance_spec two_runs() {
    auto spec = one_job();
    spec.jobs.front().steps.front().ends = run_end::failed;
    spec.jobs.front().steps.front().fail_attempts = 1;
    return spec;
}

void run_twice(lab& lab) {
    lab.start("load");
    lab.pass(milliseconds{80'143'250});
    lab.start("load");
    lab.pass(milliseconds{60'000});
}

} // namespace

TEST_CASE("rows come newest first, or oldest first if asked", "[sim][history]") {
    lab lab{two_runs()};
    run_twice(lab);
    auto const newest = full(lab, {});
    REQUIRE(newest.rows() == 4);
    CHECK(newest.shown("instance_id") == "4");
    CHECK(newest.shown("step_id") == "0");
    CHECK(newest.shown("server") == "ETL01");
    CHECK(full(lab, {named("@oldest_first", number(1))}).shown("instance_id") == "1");
}

TEST_CASE("time filters look at the time of day whatever the date", "[sim][history]") {
    lab lab{two_runs()};
    run_twice(lab);
    auto const early = full(lab, {named("@end_run_time", number(30'000))});
    REQUIRE(early.rows() == 2);
    CHECK(early.shown("run_date") == "20261125");
    CHECK(early.shown("run_time") == "20000");
    CHECK(full(lab, {named("@start_run_date", number(20'261'125))}).rows() == 2);
    CHECK(full(lab, {named("@end_run_date", number(20'261'124))}).rows() == 2);
}

TEST_CASE("status, step and duration filter", "[sim][history]") {
    lab lab{two_runs()};
    run_twice(lab);
    CHECK(full(lab, {named("@run_status", number(0))}).rows() == 2);
    CHECK(full(lab, {named("@step_id", number(0))}).rows() == 2);
    CHECK(full(lab, {named("@minimum_run_duration", number(11))}).rows() == 0);
    CHECK(full(lab, {named("@minimum_run_duration", number(10))}).rows() == 4);
    CHECK(full(lab, {named("@server", text("etl02"))}).rows() == 0);
}

TEST_CASE("a wrong status is said as information and returns 1", "[sim][history]") {
    lab lab{one_job()};
    auto const answer = full(lab, {named("@run_status", number(6))});
    CHECK(answer.numbers() == numbers{14198});
    CHECK(answer.message().severity == 0);
    CHECK(answer.status() == 1);
}

TEST_CASE("wrong dates, times and modes are 14266", "[sim][history]") {
    lab lab{one_job()};
    CHECK(full(lab, {named("@start_run_date", number(20'261'301))}).numbers() == numbers{14266});
    CHECK(full(lab, {named("@end_run_time", number(246'000))}).numbers() == numbers{14266});
    CHECK(lab.call("sp_help_jobhistory", {named("@mode", text("ALL"))}).numbers() ==
          numbers{14266});
}

TEST_CASE("SUMMARY is the default and has fewer columns", "[sim][history]") {
    lab lab{two_runs()};
    run_twice(lab);
    auto const answer = lab.call("sp_help_jobhistory");
    CHECK(answer.rows() == 4);
    CHECK(answer.columns().size() == 11);
    CHECK(lab.call("sp_help_jobhistory", {named("@mode", text("SEM"))}).columns().size() == 9);
}
