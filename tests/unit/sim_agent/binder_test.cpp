// Arguments against parameters, and names against procedures.
#include "fixture.hpp"
#include "support/catch.hpp"

using namespace ssislb;
using namespace ssislb::sim;
using namespace ssislb::sim::test;
using numbers = std::vector<std::int32_t>;

TEST_CASE("an unknown procedure is 2812 without a return status", "[sim][binder]") {
    lab lab;
    auto const answer = lab.call("dbo.sp_no_such_procedure");
    REQUIRE(answer.numbers() == numbers{2812});
    CHECK(answer.message().text == "Could not find stored procedure 'dbo.sp_no_such_procedure'.");
    CHECK(answer.message().state == 62);
    CHECK(answer.status() == -1);
}

TEST_CASE("names resolve in every form", "[sim][binder]") {
    lab lab{one_job()};
    for (auto const name :
         {"sp_help_job", "SP_HELP_JOB", "dbo.sp_help_job", "msdb.dbo.sp_help_job",
          "msdb..sp_help_job", "[msdb].[dbo].[sp_help_job]", "\"msdb\".\"dbo\".sp_help_job",
          "MSDB.DBO.Sp_Help_Job", "sp_help_job;1", " sp_help_job "})
        CHECK(lab.call(name).numbers().empty());
    for (auto const name : {"master.dbo.sp_help_job", "guest.sp_help_job", "[sp_help_job",
                            "a.b.c.sp_help_job", "", "msdb."})
        CHECK(lab.call(name).numbers() == numbers{2812});
}

TEST_CASE("outside msdb a short name is not found, a three-part name is", "[sim][binder]") {
    lab lab{one_job()};
    auto const session = lab.log_in("operator", "master");
    for (auto const& [name, expected] :
         {std::pair{"sp_help_job", numbers{2812}}, std::pair{"dbo.sp_help_job", numbers{2812}},
          std::pair{"msdb.dbo.sp_help_job", numbers{}}})
        CHECK(answer{session->execute(sql::call{name, {}})}.numbers() == expected);
}

TEST_CASE("a missing required parameter is 201", "[sim][binder]") {
    lab lab;
    auto const answer = lab.call("sp_add_job");
    REQUIRE(answer.numbers() == numbers{201});
    CHECK(answer.message().text == "Procedure or function 'sp_add_job' expects parameter "
                                   "'@job_name', which was not supplied.");
    CHECK(answer.message().state == 4);
    CHECK(answer.status() == -1);
}

TEST_CASE("too many, unknown and doubled parameters are 8144, 8145 and 8143", "[sim][binder]") {
    lab lab{one_job()};
    std::vector<sql::parameter> const four(4, positional(text("load")));
    CHECK(lab.call("sp_help_jobactivity", four).numbers() == numbers{8144});
    auto const unknown = lab.call("sp_start_job", {named("@no_such_param", text("x"))});
    CHECK(unknown.message().text ==
          "@no_such_param is not a parameter for procedure sp_start_job.");
    CHECK(unknown.numbers() == numbers{8145});
    CHECK(lab.call("sp_start_job", {named("@job_name", text("a")), named("@JOB_NAME", text("b"))})
              .numbers() == numbers{8143});
    CHECK(lab.call("sp_start_job", {named("@job_name", text("a")), positional(text("b"))})
              .numbers() == numbers{119});
}

TEST_CASE("what cannot be converted is 8114", "[sim][binder]") {
    lab lab{one_job()};
    auto const word = lab.call("sp_help_jobactivity", {named("@session_id", text("abc"))});
    CHECK(word.message().text == "Error converting data type nvarchar to int.");
    auto const id = lab.call("sp_help_jobactivity", {named("@job_id", text("load"))});
    CHECK(id.message().text == "Error converting data type nvarchar to uniqueidentifier.");
    CHECK(lab.call("sp_help_job", {named("@enabled", number(256))}).numbers() == numbers{8114});
}

TEST_CASE("text becomes a number or an id where clients rely on it", "[sim][binder]") {
    lab lab{one_job()};
    auto const id = lab.job("load").shown("job_id");
    for (auto const& form : {id, "{" + id + "}"})
        CHECK(lab.call("sp_help_jobactivity", {named("@job_id", text(form))}).rows() == 1);
    CHECK(lab.call("sp_help_jobactivity", {named("@session_id", text(" 1 "))}).rows() == 1);
}

TEST_CASE("OUTPUT on a parameter without it is 8162", "[sim][binder]") {
    lab lab{one_job()};
    auto wanted = named("@job_name", text("load"));
    wanted.output = true;
    auto const answer = lab.call("sp_start_job", {wanted});
    CHECK(answer.message().text ==
          "The formal parameter \"@job_name\" was not declared as an OUTPUT parameter, but the "
          "actual parameter passed in requested output.");
    CHECK(answer.numbers() == numbers{8162});
}

TEST_CASE("an output parameter comes back after the return status", "[sim][binder]") {
    lab lab;
    auto wanted = named("@job_id", {});
    wanted.output = true;
    auto const answer = lab.call("sp_add_job", {named("@job_name", text("new")), wanted});
    REQUIRE(answer.response.items.size() == 2);
    CHECK(answer.status() == 0);
    auto const& output = std::get<sql::output_value>(answer.response.items[1]);
    CHECK(output.name == "@job_id");
    CHECK(output.ordinal == 1);
    CHECK(to_string(std::get<guid>(output.value)) == lab.job("new").shown("job_id"));
}

TEST_CASE("a parameter sent as default takes the declared default", "[sim][binder]") {
    lab lab{one_job()};
    auto flag = named("@output_flag", {});
    flag.use_default = true;
    CHECK(lab.call("sp_start_job", {named("@job_name", text("load")), flag}).numbers() ==
          numbers{14243});
    auto name = named("@job_name", {});
    name.use_default = true;
    CHECK(lab.call("sp_add_job", {name}).numbers() == numbers{201});
}

TEST_CASE("names beyond ASCII go in and come back whole", "[sim][binder]") {
    instance_spec spec;
    spec.jobs.push_back(simple_job("Übernahme Ω 漢字 😀"));
    lab lab{spec};
    CHECK(lab.start("Übernahme Ω 漢字 😀").message().text ==
          "Job 'Übernahme Ω 漢字 😀' started successfully.");
}
