// sp_start_job: what it accepts, what it refuses, and in which order it looks.
#include "fixture.hpp"
#include "support/catch.hpp"

using namespace ssislb;
using namespace ssislb::sim;
using namespace ssislb::sim::test;
using std::chrono::milliseconds;
using numbers = std::vector<std::int32_t>;

TEST_CASE("a good start answers at once with 14243 as information and no result set",
          "[sim][start]") {
    lab lab{one_job()};
    auto const answer = lab.start("load");
    REQUIRE(answer.numbers() == numbers{14243});
    CHECK(answer.message().severity == 0);
    CHECK(answer.message().state == 1);
    CHECK(answer.message().text == "Job 'load' started successfully.");
    CHECK(answer.message().procedure == "sp_start_job");
    CHECK(answer.status() == 0);
    CHECK(answer.sets().empty());
    CHECK(lab.server.starts("load") == 1);
}

TEST_CASE("@output_flag 0 keeps the success message back", "[sim][start]") {
    lab lab{one_job()};
    auto const answer = lab.call(
        "sp_start_job", {named("@job_name", text("load")), named("@output_flag", number(0))});
    CHECK(answer.numbers().empty());
    CHECK(answer.status() == 0);
    CHECK(lab.server.starts("load") == 1);
}

TEST_CASE("an error names the helper procedure, then comes return status 1", "[sim][start]") {
    lab lab{one_job()};
    auto const answer = lab.start("nope");
    REQUIRE(answer.numbers() == numbers{14262});
    CHECK(answer.message().text == "The specified @job_name ('nope') does not exist.");
    CHECK(answer.message().severity == 16);
    CHECK(answer.message().state == 1);
    CHECK(answer.message().procedure == "sp_verify_job_identifiers");
    REQUIRE(answer.response.items.size() == 2);
    CHECK(std::holds_alternative<sql::return_status>(answer.response.items.back()));
    CHECK(answer.status() == 1);
}

TEST_CASE("neither and both of name and id are 14294", "[sim][start]") {
    lab lab{one_job()};
    auto const none = lab.call("sp_start_job");
    CHECK(none.message().text == "Supply either @job_id or @job_name to identify the job.");
    CHECK(lab.start("   ").numbers() == numbers{14294});
    auto const both =
        lab.call("sp_start_job", {named("@job_name", text("load")), named("@job_id", guid{})});
    CHECK(both.numbers() == numbers{14294});
}

TEST_CASE("an unknown id is 14262 with the id as upper case text", "[sim][start]") {
    lab lab{one_job()};
    auto const id = *parse_guid("0a0b0c0d-0000-4000-8000-00000000000f");
    auto const answer = lab.call("sp_start_job", {named("@job_id", id)});
    CHECK(answer.message().text ==
          "The specified @job_id ('0A0B0C0D-0000-4000-8000-00000000000F') does not exist.");
}

TEST_CASE("job names are found whatever their case and outer blanks", "[sim][start]") {
    lab lab{one_job()};
    CHECK(lab.start("  LoAd ").numbers() == numbers{14243});
}

TEST_CASE("names are compared without trailing blanks and without case, umlauts too",
          "[sim][start]") {
    auto spec = one_job();
    spec.jobs.push_back(simple_job("Täglich"));
    lab lab{spec};
    CHECK(lab.start("TÄGLICH  ").numbers() == numbers{14243});
    CHECK(lab.start("\tload").numbers() == numbers{14262});
    CHECK(lab.call("sa", "sp_add_job", {positional(text("LOAD "))}).numbers() == numbers{14261});
    auto const step = [&](char const* procedure) {
        return lab.call(procedure, {named("@job_name", text("load")),
                                    named("@step_name", text("Run package "))});
    };
    CHECK(step("sp_help_jobstep").rows() == 1);
    CHECK(step("sp_start_job").numbers() == numbers{14243});
}

TEST_CASE("two jobs of one name are 14293", "[sim][start]") {
    auto spec = one_job();
    spec.jobs.push_back(simple_job("LOAD"));
    lab lab{spec};
    auto const answer = lab.start("load");
    CHECK(answer.message().text == "There are two or more jobs named 'load'. Specify @job_id "
                                   "instead of @job_name to uniquely identify the job.");
}

TEST_CASE("checks come in the shipped order: identifiers, permission, target, step, Agent",
          "[sim][start]") {
    auto spec = one_job();
    spec.agent_running = false;
    spec.jobs.front().targeted = false;
    lab lab{spec};
    auto const start = [&](char const* user, char const* job) {
        return lab.call(user, "sp_start_job",
                        {named("@job_name", text(job)), named("@step_name", text("absent"))});
    };
    lab.server.agent_starting(true);
    CHECK(start("reader", "nope").numbers() == numbers{14262});
    CHECK(start("reader", "load").numbers() == numbers{14258});
    lab.server.agent_starting(false);
    CHECK(start("reader", "load").numbers() == numbers{14393});
    CHECK(start("operator", "load").numbers() == numbers{14256});
    lab.call("sa", "sp_add_jobserver", {named("@job_name", text("load"))});
    CHECK(start("operator", "load").numbers() == numbers{14262});
    CHECK(lab.start("load").numbers() == numbers{22022});
}

TEST_CASE("an absent step is 14262 with @step_name, a present one is where the run begins",
          "[sim][start]") {
    auto spec = one_job();
    spec.jobs.front().steps.push_back({.name = "second", .output = "done."});
    lab lab{spec};
    auto const start = [&](char const* step) {
        return lab.call("sp_start_job",
                        {named("@job_name", text("load")), named("@step_name", text(step))});
    };
    CHECK(start("third").message().text == "The specified @step_name ('third') does not exist.");
    CHECK(start("second").numbers() == numbers{14243});
    lab.pass(milliseconds{60'000});
    auto const rows = lab.history("load");
    REQUIRE(rows.rows() == 2);
    CHECK(rows.shown("step_id", 1) == "2");
}

TEST_CASE("disabled jobs start on request, but not by a schedule", "[sim][start]") {
    auto spec = one_job();
    spec.jobs.front().enabled = false;
    lab lab{spec};
    CHECK_FALSE(lab.server.start_job_by_schedule("load", 17, "nightly"));
    CHECK(lab.start("load").numbers() == numbers{14243});
}

TEST_CASE("a job fresh from sp_add_job is 14256 until sp_add_jobserver", "[sim][start]") {
    lab lab;
    auto const added = lab.call("sp_add_job", {named("@job_name", text("fresh"))});
    REQUIRE(added.status() == 0);
    lab.call("sp_add_jobstep",
             {named("@job_name", text("fresh")), named("@step_name", text("one"))});
    auto const early = lab.start("fresh");
    REQUIRE(early.numbers() == numbers{14256});
    CHECK(early.message().text.starts_with("Cannot start the job \"fresh\" (ID "));
    CHECK(lab.call("sp_add_jobserver", {named("@job_name", text("fresh"))}).status() == 0);
    CHECK(lab.start("fresh").numbers() == numbers{14243});
}

TEST_CASE("a second start is refused as pending before the pick-up and as running after it",
          "[sim][start]") {
    lab lab{one_job()};
    REQUIRE(lab.call("sa", "sp_start_job", {named("@job_name", text("load"))}).status() == 0);
    auto const pending = lab.start("load");
    REQUIRE(pending.numbers() == numbers{22022});
    CHECK(pending.message().severity == 16);
    CHECK(pending.message().text ==
          "SQLServerAgent Error: Request to run job load (from User operator) refused because the "
          "job already has a pending request from User sa.");
    CHECK(pending.status() == 1);
    lab.pass(milliseconds{500});
    CHECK(lab.start("load").message().text ==
          "SQLServerAgent Error: Request to run job load (from User operator) refused because the "
          "job is already running from a request by User sa.");
    CHECK(lab.server.starts("load") == 1);
}

TEST_CASE("of two racing starts exactly one gets 14243", "[sim][start]") {
    lab lab{one_job()};
    auto const first = lab.start("load").numbers();
    auto const second = lab.call("sa", "sp_start_job", {positional(text("load"))}).numbers();
    CHECK(first == numbers{14243});
    CHECK(second == numbers{22022});
}

TEST_CASE("a run of a schedule is named without its schedule's name in a refusal", "[sim][start]") {
    lab lab{one_job()};
    REQUIRE(lab.server.start_job_by_schedule("load", 17, "nightly"));
    lab.pass(milliseconds{500});
    CHECK(lab.start("load").message().text.ends_with(
        "already running from a request by Schedule 17."));
    CHECK(lab.activity("load").shown("run_requested_source") == "1");
}

TEST_CASE("a suspended job shows state 5 and refuses its start", "[sim][start]") {
    lab lab{one_job()};
    lab.server.suspend_job("load", true);
    CHECK(lab.job("load").shown("current_execution_status") == "5");
    CHECK(lab.start("load").message().text ==
          "SQLServerAgent Error: Request to run job load (from User operator) refused because the "
          "job has been suspended.");
}

TEST_CASE("only sysadmin starts a job of a master server", "[sim][start]") {
    auto spec = one_job();
    spec.jobs.front().multi_server = true;
    lab lab{spec};
    CHECK(lab.start("load").numbers() == numbers{14397});
    CHECK(lab.call("sa", "sp_start_job", {positional(text("load"))}).numbers() == numbers{14243});
}

TEST_CASE("a job of a master server is passed on and does not run here", "[sim][start]") {
    auto spec = one_job();
    spec.jobs.front().multi_server = true;
    lab lab{spec};
    lab.call("sa", "sp_start_job",
             {named("@job_name", text("load")), named("@step_name", text("elsewhere"))});
    lab.pass(milliseconds{1000});
    CHECK(lab.server.starts("load") == 0);
    CHECK(lab.server.running() == 0);
    CHECK(lab.activity("load").shown("run_requested_date") == "NULL");
    CHECK(lab.job("load").shown("current_execution_status") == "0");
    CHECK(lab.job("load").shown("type") == "2");
}
