// How answers of msdb are read.
#include "agent/msdb_rows.hpp"
#include "support/catch.hpp"

#include <chrono>
#include <string>

using namespace ssislb;
using namespace ssislb::detail;

namespace {

using namespace std::chrono_literals;

guid const job = *parse_guid("0F8FAD5B-D9CB-469F-A165-70867728950E");
server_time const noon =
    server_time{std::chrono::local_days{std::chrono::year{2026} / 11 / 24}} + 12h;

std::int64_t n(int value) {
    return value;
}

tds::result with(std::vector<std::string> columns, std::vector<std::vector<tds::value>> rows) {
    tds::row_set set(std::move(columns));
    for (auto& row : rows)
        set.append(std::move(row));
    tds::result answer;
    answer.sets.push_back(std::move(set));
    return answer;
}

} // namespace

TEST_CASE("columns are read by name, in any order", "[agent][rows]") {
    auto const rows = read_activity(
        with({"job_history_id", "run_requested_date", "job_id", "session_id", "run_status"},
             {{n(17), noon, job, n(3), n(1)}}));
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].job == job);
    CHECK(rows[0].session == 3);
    CHECK(rows[0].run_requested == noon);
    CHECK(rows[0].history == 17);
    CHECK(rows[0].run_status == 1);
}

TEST_CASE("NULL is nothing, not zero", "[agent][rows]") {
    tds::null_t const null;
    auto const rows =
        read_activity(with({"session_id", "job_id", "run_requested_date", "start_execution_date",
                            "stop_execution_date", "job_history_id", "run_status"},
                           {{n(3), job, null, null, null, null, null}}));
    REQUIRE(rows.size() == 1);
    CHECK_FALSE(rows[0].run_requested);
    CHECK_FALSE(rows[0].started);
    CHECK_FALSE(rows[0].stopped);
    CHECK_FALSE(rows[0].history);
    CHECK_FALSE(rows[0].run_status);
}

TEST_CASE("the job's set is found among the others of sp_help_job", "[agent][rows]") {
    auto answer = with({"step_id", "subsystem"}, {{n(1), "SSIS"}});
    auto const jobs = with({"job_id", "name", "enabled", "has_target", "type", "last_run_date",
                            "last_run_time", "last_run_outcome", "current_execution_status"},
                           {{job, "läd", n(0), n(1), n(1), n(20261124), n(120000), n(3), n(4)}});
    answer.sets.push_back(jobs.sets.front());
    auto const read = read_jobs(answer);
    REQUIRE(read.size() == 1);
    CHECK(read[0].name == "läd");
    CHECK_FALSE(read[0].enabled);
    CHECK(read[0].has_target);
    CHECK(read[0].last_run == noon);
    CHECK(read[0].last_run_outcome == outcome::canceled);
    CHECK_FALSE(read[0].runs());
}

TEST_CASE("history rows carry decoded times", "[agent][rows]") {
    auto const rows = read_history(
        with({"instance_id", "job_id", "step_id", "step_name", "run_status", "run_date", "run_time",
              "run_duration"},
             {{n(5), job, n(0), "(Job outcome)", n(0), n(20261124), n(120000), n(10203)}}));
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].is_job_outcome());
    CHECK(rows[0].status == run_status::failed);
    CHECK(rows[0].started == noon);
    CHECK(rows[0].duration == 1h + 2min + 3s);
}

TEST_CASE("package steps are those of SSIS, by either of its names", "[agent][rows]") {
    auto const steps = read_steps(with(
        {"step_id", "subsystem"}, {{n(1), "SSIS"}, {n(2), "TSQL"}, {n(3), "Dts"}, {n(4), "ssis"}}));
    REQUIRE(steps);
    std::vector<std::int32_t> numbers;
    for (auto const& step : *steps)
        numbers.push_back(step.number);
    CHECK(numbers == std::vector<std::int32_t>{1, 3, 4});
    CHECK_FALSE(read_steps({}));
}

TEST_CASE("a package step tells how it ended when it ran last", "[agent][rows]") {
    auto const steps = read_steps(with(
        {"step_id", "step_name", "subsystem", "last_run_outcome", "last_run_date", "last_run_time"},
        {{n(1), "load", "SSIS", n(0), n(20261124), n(120000)},
         {n(2), "never ran", "SSIS", n(5), n(0), n(0)}}));
    REQUIRE(steps);
    REQUIRE(steps->size() == 2);
    CHECK((*steps)[0].name == "load");
    CHECK((*steps)[0].last == outcome::failed);
    CHECK((*steps)[0].started == noon);
    CHECK_FALSE((*steps)[1].started);
}

TEST_CASE("an answer without the set has no rows", "[agent][rows]") {
    CHECK(read_jobs({}).empty());
    CHECK(read_activity({}).empty());
    CHECK(read_history({}).empty());
    CHECK_FALSE(read_last_run({}));
    CHECK_FALSE(read_facts({}));
}

TEST_CASE("the last run of a job that never ran is never", "[agent][rows]") {
    auto const last = read_last_run(
        with({"last_run_date", "last_run_time", "last_run_outcome"}, {{n(0), n(0), n(5)}}));
    REQUIRE(last);
    CHECK_FALSE(last->started);
    CHECK(last->result == outcome::unknown);
}
