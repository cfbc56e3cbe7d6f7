// The Agent service comes and goes.
#include "fixture.hpp"
#include "support/catch.hpp"

using namespace ssislb;
using namespace ssislb::sim;
using namespace ssislb::sim::test;
using std::chrono::milliseconds;
using numbers = std::vector<std::int32_t>;

TEST_CASE("with the Agent stopped starts are 22022 and jobs show as idle without an error",
          "[sim][session]") {
    lab lab{one_job()};
    lab.start("load");
    lab.pass(milliseconds{1000});
    lab.server.stop_agent();
    auto const refused = lab.start("load");
    REQUIRE(refused.numbers() == numbers{22022});
    CHECK(refused.message().text ==
          "SQLServerAgent is not currently running so it cannot be notified of this action.");
    CHECK(refused.status() == 1);
    auto const job = lab.job("load");
    CHECK(job.numbers().empty());
    CHECK(job.shown("current_execution_status") == "4");
}

TEST_CASE("@error_flag 0 keeps the error of a stopped Agent back, not its return value",
          "[sim][session]") {
    auto spec = one_job();
    spec.agent_running = false;
    lab lab{spec};
    auto const answer = lab.call(
        "sp_start_job", {named("@job_name", text("load")), named("@error_flag", number(0))});
    CHECK(answer.numbers().empty());
    CHECK(answer.status() == 1);
}

TEST_CASE("while the Agent starts, most procedures are 14258 and sp_help_jobstep is not",
          "[sim][session]") {
    lab lab{one_job()};
    lab.server.agent_starting(true);
    for (auto const procedure : {"sp_start_job", "sp_stop_job", "sp_help_jobactivity",
                                 "sp_help_jobhistory", "sp_help_jobserver"}) {
        auto const answer = lab.call(procedure, {named("@job_name", text("load"))});
        CHECK(answer.numbers() == numbers{14258});
        CHECK(answer.status() == 1);
    }
    CHECK(lab.call("sp_help_jobstep", {named("@job_name", text("load"))}).rows() == 1);
    lab.server.agent_starting(false);
    CHECK(lab.start("load").numbers() == numbers{14243});
}

TEST_CASE("a restart makes a new session; the lost run's row stays open and has no history",
          "[sim][session]") {
    lab lab{one_job()};
    lab.start("load");
    lab.pass(milliseconds{1000});
    REQUIRE(lab.activity("load").shown("session_id") == "1");
    lab.server.restart_agent();
    lab.pass(milliseconds{3'600'000});

    auto const newest = lab.activity("load");
    CHECK(newest.shown("session_id") == "2");
    CHECK(newest.shown("run_requested_date") == "NULL");
    auto const old = lab.call("sp_help_jobactivity",
                              {named("@job_name", text("load")), named("@session_id", number(1))});
    CHECK(old.shown("start_execution_date") == "2026-11-24 03:44:16.750");
    CHECK(old.shown("stop_execution_date") == "NULL");
    CHECK(lab.history("load").rows() == 0);
    auto const runs = lab.server.finished_runs();
    REQUIRE(runs.size() == 1);
    CHECK(runs.front().end == run_end::lost);
}

TEST_CASE("an orderly stop leaves a canceled row by 'Shutdown Sequence'", "[sim][session]") {
    lab lab{one_job()};
    lab.start("load");
    lab.pass(milliseconds{1000});
    lab.server.stop_agent();
    auto const rows = lab.history("load");
    REQUIRE(rows.rows() == 1);
    CHECK(rows.shown("run_status") == "3");
    CHECK(rows.shown("message").starts_with(
        "The job was stopped prior to completion by Shutdown Sequence 1.  The Job was invoked by"));
    CHECK(lab.activity("load").shown("stop_execution_date") == "NULL");
}

TEST_CASE("a job that was lost can be started in the new session", "[sim][session]") {
    lab lab{one_job()};
    lab.start("load");
    lab.pass(milliseconds{1000});
    lab.server.restart_agent();
    CHECK(lab.start("load").numbers() == numbers{14243});
    lab.pass(milliseconds{20'000});
    CHECK(lab.activity("load").shown("run_status") == "1");
    auto const rows = lab.server.activity();
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].session_id == 1);
    CHECK_FALSE(rows[0].stop_execution_date.has_value());
    CHECK(rows[1].session_id == 2);
    CHECK(rows[1].stop_execution_date.has_value());
}

TEST_CASE("a request that was not picked up dies with the Agent", "[sim][session]") {
    lab lab{one_job()};
    lab.start("load");
    lab.server.kill_agent();
    lab.server.start_agent();
    lab.pass(milliseconds{60'000});
    CHECK(lab.history("load").rows() == 0);
    CHECK(lab.server.running() == 0);
}

TEST_CASE("a session that never was is 14262", "[sim][session]") {
    lab lab{one_job()};
    auto const answer = lab.call("sp_help_jobactivity", {named("@session_id", number(9))});
    CHECK(answer.message().text == "The specified @session_id ('9') does not exist.");
}

TEST_CASE("starting an Agent that runs changes nothing", "[sim][session]") {
    lab lab{one_job()};
    lab.server.start_agent();
    CHECK(lab.server.session_id() == 1);
}

TEST_CASE("a revived server has a new Agent session, unless its Agent was stopped",
          "[sim][session]") {
    lab lab{one_job()};
    lab.server.kill_server();
    CHECK_FALSE(lab.server.alive());
    lab.server.revive_server();
    CHECK(lab.server.session_id() == 2);
    lab.server.stop_agent();
    lab.server.kill_server();
    lab.server.revive_server();
    CHECK_FALSE(lab.server.agent_running());
}
