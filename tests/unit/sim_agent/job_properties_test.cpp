// Categories, notifications and the delete level of a job.
#include "fixture.hpp"
#include "support/catch.hpp"

using namespace ssislb;
using namespace ssislb::sim;
using namespace ssislb::sim::test;
using std::chrono::milliseconds;
using numbers = std::vector<std::int32_t>;

namespace {

answer add_job(lab& lab, char const* name, std::vector<sql::parameter> more = {}) {
    more.push_back(named("@job_name", text(name)));
    return lab.call("sa", "sp_add_job", more);
}

answer update(lab& lab, char const* what, sql::value value) {
    return lab.call("sa", "sp_update_job", {named("@job_name", text("load")), named(what, value)});
}

instance_spec deleting(std::int32_t level, run_end ends) {
    instance_spec spec;
    spec.name = "ETL01";
    spec.jobs.push_back(simple_job("load", milliseconds{10'000}, ends));
    spec.jobs.front().delete_level = level;
    return spec;
}

bool survives(std::int32_t level, run_end ends) {
    lab lab{deleting(level, ends)};
    lab.start("load");
    lab.pass(milliseconds{60'000});
    CHECK(lab.server.finished_runs().size() == 1);
    CHECK(lab.server.history().empty() != lab.server.job_exists("load"));
    return lab.server.job_exists("load");
}

} // namespace

TEST_CASE("a job deletes itself with its history after the end that its level names",
          "[sim][jobs]") {
    CHECK(survives(0, run_end::succeeded));
    CHECK_FALSE(survives(1, run_end::succeeded));
    CHECK(survives(1, run_end::failed));
    CHECK(survives(2, run_end::succeeded));
    CHECK_FALSE(survives(2, run_end::failed));
    CHECK_FALSE(survives(3, run_end::succeeded));
    CHECK_FALSE(survives(3, run_end::failed));
}

TEST_CASE("a job that has deleted itself is missing for every call, and its thread is free",
          "[sim][jobs]") {
    auto spec = deleting(3, run_end::succeeded);
    spec.max_worker_threads = 1;
    spec.delays.publish = milliseconds{500};
    spec.jobs.push_back(simple_job("next"));
    lab lab{spec};
    lab.start("load");
    lab.start("next");
    lab.pass(milliseconds{15'000});
    CHECK(lab.activity("load").numbers() == numbers{14262});
    CHECK(lab.start("load").numbers() == numbers{14262});
    CHECK(lab.server.state("next") == 1);
    lab.pass(milliseconds{60'000});
    CHECK(lab.job("next").shown("last_run_outcome") == "1");
}

TEST_CASE("the delete level is set, shown and kept within its values", "[sim][jobs]") {
    lab lab{one_job()};
    CHECK(add_job(lab, "once", {named("@delete_level", number(3))}).status() == 0);
    CHECK(lab.job("once").shown("delete_level") == "3");
    CHECK(update(lab, "@delete_level", number(1)).status() == 0);
    CHECK(lab.job("load").shown("delete_level") == "1");
    CHECK(update(lab, "@delete_level", number(4)).numbers() == numbers{14266});
    CHECK(add_job(lab, "x", {named("@delete_level", number(-1))}).numbers() == numbers{14266});
}

TEST_CASE("notifications are kept and shown, and have their defaults where nothing is said",
          "[sim][jobs]") {
    lab lab{one_job()};
    add_job(lab, "told",
            {named("@notify_level_eventlog", number(0)), named("@notify_level_email", number(3)),
             named("@notify_level_netsend", number(1)), named("@notify_level_page", number(2)),
             named("@notify_email_operator_name", text("night shift"))});
    auto const told = lab.job("told");
    CHECK(told.shown("notify_level_eventlog") == "0");
    CHECK(told.shown("notify_level_email") == "3");
    CHECK(told.shown("notify_level_netsend") == "1");
    CHECK(told.shown("notify_level_page") == "2");
    CHECK(told.shown("notify_email_operator") == "night shift");
    CHECK(told.shown("notify_page_operator") == "(unknown)");
    add_job(lab, "plain", {named("@notify_level_eventlog", sql::value{})});
    CHECK(lab.job("plain").shown("notify_level_eventlog") == "2");
    CHECK(update(lab, "@notify_page_operator_name", text("day shift")).status() == 0);
    CHECK(lab.job("load").shown("notify_page_operator") == "day shift");
    CHECK(lab.job("load").shown("notify_level_eventlog") == "2");
    CHECK(update(lab, "@notify_level_page", number(9)).numbers() == numbers{14266});
}

TEST_CASE("a category must be there: by name, by number, or because a job is in it",
          "[sim][jobs]") {
    auto spec = one_job();
    spec.jobs.front().category = "Nightly loads";
    lab lab{spec};
    auto const unknown = add_job(lab, "x", {named("@category_name", text("nope"))});
    REQUIRE(unknown.numbers() == numbers{14262});
    CHECK(unknown.message().text == "The specified @category_name ('nope') does not exist.");
    CHECK(unknown.status() == 1);
    CHECK_FALSE(lab.server.job_exists("x"));
    CHECK(add_job(lab, "a", {named("@category_name", text("nightly LOADS "))}).status() == 0);
    CHECK(lab.job("a").shown("category") == "Nightly loads");
    CHECK(add_job(lab, "b", {named("@category_id", number(3))}).status() == 0);
    CHECK(lab.job("b").shown("category") == "Database Maintenance");
    CHECK(add_job(lab, "c", {named("@category_id", number(77))}).numbers() == numbers{14262});
    CHECK(add_job(lab, "d", {named("@category_id", number(1))}).message().text ==
          "Cannot add a job to the 'Jobs from MSX' job category.");
    CHECK(add_job(lab, "e").status() == 0);
    CHECK(lab.job("e").shown("category") == "[Uncategorized (Local)]");
    CHECK(update(lab, "@category_name", text("nope")).numbers() == numbers{14262});
    CHECK(update(lab, "@category_name", text("Data Collector")).status() == 0);
    CHECK(lab.job("load").shown("category") == "Data Collector");
}

TEST_CASE("a name has no % and is unique among the jobs of this server", "[sim][jobs]") {
    auto spec = one_job();
    spec.jobs.front().multi_server = true;
    lab lab{spec};
    CHECK(add_job(lab, "100%").numbers() == numbers{14200});
    CHECK(add_job(lab, "load").status() == 0);
    CHECK(add_job(lab, "load").numbers() == numbers{14261});
    CHECK(lab.start("load").numbers() == numbers{14293});
}

TEST_CASE("a job is targeted at this server alone", "[sim][jobs]") {
    lab lab{one_job()};
    add_job(lab, "new");
    auto const target = [&](std::vector<sql::parameter> more) {
        more.push_back(named("@job_name", text("new")));
        return lab.call("sa", "sp_add_jobserver", more);
    };
    auto const elsewhere = target({named("@server_name", text("NOPE"))});
    REQUIRE(elsewhere.numbers() == numbers{14262});
    CHECK(elsewhere.message().text == "The specified @server_name ('NOPE') does not exist.");
    CHECK(lab.start("new").numbers() == numbers{14256});
    CHECK(target({named("@server_name", text("(local)"))}).status() == 0);
    CHECK(target({named("@server_name", text("etl01"))}).numbers() == numbers{14269});
}
