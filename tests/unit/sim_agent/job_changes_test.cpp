// sp_add_job, sp_add_jobstep, sp_add_jobserver, sp_update_job, sp_delete_job.
#include "fixture.hpp"
#include "support/catch.hpp"

using namespace ssislb;
using namespace ssislb::sim;
using namespace ssislb::sim::test;
using std::chrono::milliseconds;
using numbers = std::vector<std::int32_t>;

namespace {

answer add_step(lab& lab, char const* job, char const* step,
                std::vector<sql::parameter> more = {}) {
    std::vector<sql::parameter> all{named("@job_name", text(job)), named("@step_name", text(step))};
    all.insert(all.end(), more.begin(), more.end());
    return lab.call("sa", "sp_add_jobstep", all);
}

answer update(lab& lab, char const* user, char const* what, sql::value value) {
    return lab.call(user, "sp_update_job", {named("@job_name", text("load")), named(what, value)});
}

} // namespace

TEST_CASE("a job is made, given steps and a target, and runs", "[sim][jobs]") {
    lab lab;
    REQUIRE(lab.call("user", "sp_add_job", {positional(text("new"))}).status() == 0);
    for (auto const step : {"one", "two"})
        CHECK(lab.call("user", "sp_add_jobstep",
                       {named("@job_name", text("new")), named("@step_name", text(step)),
                        named("@on_success_action", number(step[0] == 'o' ? 3 : 1))})
                  .status() == 0);
    CHECK(lab.call("user", "sp_add_jobserver", {named("@job_name", text("new"))}).status() == 0);
    lab.start("new");
    lab.pass(milliseconds{60'000});
    CHECK(lab.history("new").rows() == 3);
    CHECK(lab.job("new").shown("owner") == "user");
}

TEST_CASE("a name that exists is 14261, a strange owner 14260", "[sim][jobs]") {
    lab lab{one_job()};
    auto const twice = lab.call("sp_add_job", {positional(text("LOAD"))});
    CHECK(twice.message().text == "The specified @job_name ('LOAD') already exists.");
    CHECK(lab.call("sp_add_job",
                   {named("@job_name", text("x")), named("@owner_login_name", text("sa"))})
              .numbers() == numbers{14260});
    CHECK(lab.call("sp_add_jobserver", {named("@job_name", text("load"))}).numbers() ==
          numbers{14525});
    CHECK(lab.call("sa", "sp_add_jobserver", {named("@job_name", text("load"))}).numbers() ==
          numbers{14269});
}

TEST_CASE("a step goes where its number says and shifts the others", "[sim][jobs]") {
    lab lab{one_job()};
    CHECK(add_step(lab, "load", "first", {named("@step_id", number(1))}).status() == 0);
    auto const steps = lab.call("sp_help_jobstep", {named("@job_name", text("load"))});
    CHECK(steps.shown("step_name", 0) == "first");
    CHECK(steps.shown("step_name", 1) == "run package");
    CHECK(add_step(lab, "load", "far", {named("@step_id", number(4))}).numbers() == numbers{14266});
    CHECK(add_step(lab, "load", "FIRST").numbers() == numbers{14261});
    CHECK(add_step(lab, "load", "odd", {named("@on_fail_action", number(5))}).numbers() ==
          numbers{14266});
}

TEST_CASE("SSIS and Dts are one subsystem, an unknown one is 14234", "[sim][jobs]") {
    lab lab{one_job()};
    CHECK(add_step(lab, "load", "a", {named("@subsystem", text("dts"))}).status() == 0);
    CHECK(lab.call("sp_help_jobstep",
                   {named("@job_name", text("load")), named("@step_name", text("a"))})
              .shown("subsystem") == "SSIS");
    CHECK(add_step(lab, "load", "b", {named("@subsystem", text("Cobol"))}).message().text ==
          "The specified '@subsystem' is invalid (valid values are returned by "
          "sp_enum_sqlagent_subsystems).");
}

TEST_CASE("sp_help_jobstep finds one step, and says what is wrong", "[sim][jobs]") {
    lab lab{one_job()};
    lab.call("sa", "sp_add_job", {positional(text("empty"))});
    auto const ask = [&](char const* job, char const* what, sql::value value) {
        return lab.call("sp_help_jobstep", {named("@job_name", text(job)), named(what, value)});
    };
    CHECK(ask("load", "@step_id", number(1)).rows() == 1);
    CHECK(ask("load", "@step_id", number(2)).numbers() == numbers{14266});
    CHECK(ask("load", "@step_name", text("nope")).numbers() == numbers{14262});
    CHECK(ask("empty", "@step_id", number(1)).numbers() == numbers{14528});
    CHECK(ask("load", "@suffix", number(1)).shown("on_fail_action") == "2 (quit with failure)");
}

TEST_CASE("SQLAgentOperatorRole switches others' jobs on and off and changes nothing else",
          "[sim][jobs]") {
    lab lab{one_job()};
    CHECK(update(lab, "operator", "@enabled", number(0)).status() == 0);
    CHECK(lab.job("load").shown("enabled") == "0");
    CHECK(update(lab, "operator", "@description", text("x")).numbers() == numbers{14525});
    CHECK(update(lab, "reader", "@enabled", number(1)).numbers() == numbers{14525});
}

TEST_CASE("sp_update_job changes what is given and raises the version", "[sim][jobs]") {
    lab lab{one_job()};
    auto const id = lab.job("load").shown("job_id");
    CHECK(update(lab, "sa", "@new_name", text("loaded")).status() == 0);
    auto const job = lab.job("loaded");
    CHECK(job.shown("job_id") == id);
    CHECK(job.shown("version_number") == "2");
    CHECK(job.shown("description") == "No description available.");
    CHECK(lab.start("load").numbers() == numbers{14262});
}

TEST_CASE("a deleted job is gone with its run and its history", "[sim][jobs]") {
    auto spec = one_job();
    spec.jobs.push_back(simple_job("other"));
    lab lab{spec};
    lab.start("load");
    lab.pass(milliseconds{20'000});
    lab.start("load");
    lab.pass(milliseconds{1000});
    CHECK(lab.call("operator", "sp_delete_job", {named("@job_name", text("load"))}).numbers() ==
          numbers{14525});
    CHECK(lab.call("sa", "sp_delete_job", {named("@job_name", text("load"))}).status() == 0);
    CHECK_FALSE(lab.server.job_exists("load"));
    CHECK(lab.server.history().empty());
    CHECK(lab.server.running() == 0);
    CHECK(lab.server.finished_runs().back().end == run_end::lost);
    CHECK(lab.call("sp_help_job").rows() == 1);
    lab.pass(milliseconds{60'000});
}

TEST_CASE("history that outlives its job can still be trimmed", "[sim][jobs]") {
    auto spec = one_job();
    spec.jobs.push_back(simple_job("other"));
    spec.history.total = 2;
    lab lab{spec};
    lab.start("load");
    lab.pass(milliseconds{20'000});
    lab.call("sa", "sp_delete_job",
             {named("@job_name", text("load")), named("@delete_history", number(0))});
    CHECK(lab.server.history().size() == 2);
    CHECK(lab.call("sp_help_jobhistory").rows() == 0);
    lab.start("other");
    lab.pass(milliseconds{20'000});
    CHECK(lab.server.history().size() == 2);
    CHECK(lab.history("other").rows() == 2);
}

TEST_CASE("a job made anew under its old name has another id and none of the old history",
          "[sim][jobs]") {
    auto spec = one_job();
    spec.jobs.push_back(simple_job("other"));
    spec.history.total = 3;
    lab lab{spec};
    auto const id = lab.job("load").shown("job_id");
    lab.start("load");
    lab.pass(milliseconds{20'000});
    lab.call("sa", "sp_delete_job",
             {named("@job_name", text("load")), named("@delete_history", number(0))});
    REQUIRE(lab.call("sa", "sp_add_job", {positional(text("load"))}).status() == 0);
    CHECK(lab.job("load").shown("job_id") != id);
    CHECK(lab.history("load").rows() == 0);
    for (int i = 0; i < 3; ++i) {
        lab.start("other");
        lab.pass(milliseconds{20'000});
        CHECK(lab.server.history().size() == 3);
    }
    CHECK(lab.history("other").rows() == 3);
}
