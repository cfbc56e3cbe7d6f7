// sp_help_job: one clean set, four sets, filters.
#include "fixture.hpp"
#include "support/catch.hpp"

using namespace ssislb;
using namespace ssislb::sim;
using namespace ssislb::sim::test;
using std::chrono::milliseconds;
using numbers = std::vector<std::int32_t>;

namespace {

answer filtered(lab& lab, char const* parameter, sql::value value) {
    return lab.call("sp_help_job", {named(parameter, std::move(value))});
}

/// What an item of an answer is, in one letter.
std::string shape(answer const& of) {
    std::string result;
    for (auto const& each : of.response.items) {
        if (auto const* const said = std::get_if<sql::message>(&each))
            result += said->number == 0 ? (said->text.empty() ? 'e' : 'p') : 'm';
        else
            result += std::holds_alternative<sql::result_set>(each) ? 'R' : 's';
    }
    return result;
}

} // namespace

TEST_CASE("sp_help_job without an aspect gives four sets with headings and lines of '='",
          "[sim][help_job]") {
    lab lab{one_job()};
    auto const answer = lab.call("sp_help_job", {named("@job_name", text("load"))});
    CHECK(shape(answer) == "mpRempRempRempRs");
    CHECK(answer.numbers() == numbers{14213, 0, 0, 14214, 0, 0, 14215, 0, 0, 14216, 0});
    CHECK(answer.message(0).text == "Core Job Details:");
    CHECK(answer.message(0).severity == 0);
    CHECK(answer.message(1).text == "=================");
    CHECK(answer.message(3).text == "Job Steps:");
    CHECK(answer.message(6).text == "Job Schedules:");
    CHECK(answer.message(9).text == "Job Target Servers:");
    auto const sets = answer.sets();
    REQUIRE(sets.size() == 4);
    CHECK(sets[0].columns.size() == 32);
    CHECK(sets[1].columns.size() == 23);
    CHECK(sets[2].columns.size() == 19);
    CHECK(sets[3].columns.size() == 9);
    // With suffix: numbers have their meaning.
    CHECK(std::get<std::string>(sets[1].rows[0][6]) == "1 (quit with success)");
}

TEST_CASE("aspect JOB gives one clean set", "[sim][help_job]") {
    lab lab{one_job()};
    auto const answer = lab.job("load");
    CHECK(shape(answer) == "Rs");
    CHECK(answer.shown("name") == "load");
    CHECK(answer.shown("notify_email_operator") == "(unknown)");
    CHECK(answer.shown("current_execution_step") == "0 (unknown)");
    CHECK(answer.shown("last_run_outcome") == "5");
    CHECK(answer.shown("has_step") == "1");
    CHECK(answer.shown("has_schedule") == "0");
    CHECK(answer.shown("has_target") == "1");
    CHECK(answer.shown("type") == "1");
}

TEST_CASE("the other aspects give their own set", "[sim][help_job]") {
    lab lab{one_job()};
    for (auto const& [aspect, columns] :
         {std::pair{"STEPS", 23u}, std::pair{"schedules", 19u}, std::pair{"TARGETS", 9u}}) {
        auto const answer = lab.call(
            "sp_help_job", {named("@job_name", text("load")), named("@job_aspect", text(aspect))});
        REQUIRE(answer.sets().size() == 1);
        CHECK(answer.columns().size() == columns);
    }
    CHECK(lab.call("sp_help_job",
                   {named("@job_name", text("load")), named("@job_aspect", text("RUNS"))})
              .numbers() == numbers{14266});
}

TEST_CASE("a job name together with filters is 14280", "[sim][help_job]") {
    lab lab{one_job()};
    auto const answer =
        lab.call("sp_help_job", {named("@job_name", text("load")), named("@enabled", number(1))});
    CHECK(answer.numbers() == numbers{14280});
    CHECK(answer.status() == 1);
}

TEST_CASE("filters choose jobs", "[sim][help_job]") {
    auto spec = one_job();
    spec.jobs.push_back({.name = "other",
                         .owner = "reader",
                         .enabled = false,
                         .category = "Data Collector",
                         .description = "moves the orders"});
    lab lab{spec};
    CHECK(lab.call("sp_help_job").rows() == 2);
    CHECK(filtered(lab, "@enabled", number(0)).shown("name") == "other");
    CHECK(filtered(lab, "@owner_login_name", text("reader")).shown("name") == "other");
    CHECK(filtered(lab, "@category_name", text("data collector")).shown("name") == "other");
    CHECK(filtered(lab, "@description", text("%ORDERS")).shown("name") == "other");
    CHECK(filtered(lab, "@subsystem", text("ssis")).shown("name") == "load");
    CHECK(filtered(lab, "@job_type", text("MULTI-SERVER")).rows() == 0);
    CHECK(filtered(lab, "@job_type", text("BOTH")).numbers() == numbers{14266});
}

TEST_CASE("execution_status 0 means neither idle nor suspended", "[sim][help_job]") {
    auto spec = one_job();
    spec.jobs.push_back(simple_job("other"));
    lab lab{spec};
    lab.start("other");
    lab.pass(milliseconds{1000});
    CHECK(filtered(lab, "@execution_status", number(0)).rows() == 1);
    CHECK(filtered(lab, "@execution_status", number(1)).shown("name") == "other");
    CHECK(filtered(lab, "@execution_status", number(4)).shown("name") == "load");
    auto const wrong = filtered(lab, "@execution_status", number(6));
    CHECK(wrong.message().text ==
          "The specified '@execution_status' is invalid (valid values are: 0 (non-idle), 1 "
          "(executing), 2 (waiting for thread), 3 (between retries), 4 (idle), 5 (suspended), 7 "
          "(performing completion actions)).");
}

TEST_CASE("date filters need their comparator and the other way round", "[sim][help_job]") {
    lab lab{one_job()};
    auto const date = text("2026-11-25");
    CHECK(filtered(lab, "@date_created", date).numbers() == numbers{14282});
    CHECK(filtered(lab, "@date_comparator", text("<")).numbers() == numbers{14282});
    auto const with = [&](char const* comparator) {
        return lab.call("sp_help_job", {named("@date_comparator", text(comparator)),
                                        named("@date_created", date)});
    };
    CHECK(with("<").rows() == 1);
    CHECK(with(">").rows() == 0);
}

TEST_CASE("a pattern of many % is as quick as any other", "[sim][help_job]") {
    auto spec = one_job();
    spec.jobs.front().description = std::string(500, 'o') + " über n";
    lab lab{spec};
    CHECK(filtered(lab, "@description", text("%o%o%o%o%o%o%o%o%o%o%o%o%o%#")).rows() == 0);
    for (auto const* const pattern : {"%", "o%o%n", "%_ber_n", "%O%O%O%O%O% %ber%", "%%n", "o%_"})
        CHECK(filtered(lab, "@description", text(pattern)).rows() == 1);
    for (auto const* const pattern : {"", "o", "%m", "_", "%__ber", "n%", "%n_"})
        CHECK(filtered(lab, "@description", text(pattern)).rows() == 0);
}
