// sp_add_jobstep and sp_help_jobstep: what a step is made of, and where it goes.
#include "fixture.hpp"
#include "support/catch.hpp"

using namespace ssislb;
using namespace ssislb::sim;
using namespace ssislb::sim::test;
using std::chrono::milliseconds;
using numbers = std::vector<std::int32_t>;

namespace {

answer add_step(lab& lab, char const* step, std::vector<sql::parameter> more = {}) {
    more.push_back(named("@job_name", text("load")));
    more.push_back(named("@step_name", text(step)));
    return lab.call("sa", "sp_add_jobstep", more);
}

answer steps(lab& lab, bool suffix = false) {
    return lab.call("sp_help_jobstep",
                    {named("@job_name", text("load")), named("@suffix", number(suffix ? 1 : 0))});
}

} // namespace

TEST_CASE("all that a step is given is shown again", "[sim][steps]") {
    auto spec = one_job();
    spec.proxies.push_back({7, "etl proxy"});
    lab lab{spec};
    add_step(lab, "full",
             {named("@flags", number(8)), named("@cmdexec_success_code", number(4)),
              named("@server", text("ETL02")), named("@database_name", text("stage")),
              named("@database_user_name", text("loader")),
              named("@output_file_name", text("C:\\out.txt")), named("@os_run_priority", number(1)),
              named("@proxy_name", text("ETL Proxy"))});
    auto const shown = steps(lab);
    CHECK(shown.shown("flags", 1) == "8");
    CHECK(shown.shown("cmdexec_success_code", 1) == "4");
    CHECK(shown.shown("server", 1) == "ETL02");
    CHECK(shown.shown("database_name", 1) == "stage");
    CHECK(shown.shown("database_user_name", 1) == "loader");
    CHECK(shown.shown("output_file_name", 1) == "C:\\out.txt");
    CHECK(shown.shown("os_run_priority", 1) == "1");
    CHECK(shown.shown("proxy_id", 1) == "7");
    CHECK(steps(lab, true).shown("flags", 0) == "0 (normal)");
    CHECK(steps(lab, true).shown("flags", 1) == "8 (unknown)");
}

TEST_CASE("a plain step shows its defaults", "[sim][steps]") {
    lab lab{one_job()};
    add_step(lab, "plain");
    auto const shown = steps(lab);
    CHECK(shown.shown("database_name", 0) == "NULL");
    CHECK(shown.shown("database_name", 1) == "master");
    for (auto const* const column :
         {"server", "database_user_name", "output_file_name", "proxy_id"})
        CHECK(shown.shown(column, 1) == "NULL");
    CHECK(shown.shown("flags", 1) == "0");
}

TEST_CASE("a proxy that is not there is 14262", "[sim][steps]") {
    lab lab{one_job()};
    auto const refused = add_step(lab, "x", {named("@proxy_name", text("nobody"))});
    CHECK(refused.numbers() == numbers{14262});
    CHECK(refused.message().text == "The specified @proxy_name ('nobody') does not exist.");
    CHECK(steps(lab).rows() == 1);
}

TEST_CASE("a step cannot go to itself nor before the first", "[sim][steps]") {
    lab lab{one_job()};
    auto const go = [&](char const* action, char const* target, std::int64_t to) {
        return add_step(lab, "jump", {named(action, number(4)), named(target, number(to))});
    };
    auto const itself = go("@on_success_action", "@on_success_step_id", 2);
    REQUIRE(itself.numbers() == numbers{14235});
    CHECK(itself.message().text == "The specified '@on_success_step_id' is invalid (valid values "
                                   "are greater than 0 but excluding 2).");
    CHECK(itself.status() == 1);
    CHECK(go("@on_fail_action", "@on_fail_step_id", 0).numbers() == numbers{14235});
    CHECK(steps(lab).rows() == 1);
    CHECK(go("@on_fail_action", "@on_fail_step_id", 1).numbers().empty());
}

TEST_CASE("a step may go to one that is not there yet, and is warned", "[sim][steps]") {
    lab lab{one_job()};
    auto const early = add_step(
        lab, "jump", {named("@on_fail_action", number(4)), named("@on_fail_step_id", number(3))});
    REQUIRE(early.numbers() == numbers{14236});
    CHECK(early.message().severity == 0);
    CHECK(early.message().text == "Warning: Non-existent step referenced by @on_fail_step_id.");
    CHECK(early.status() == 0);
    CHECK(steps(lab).rows() == 2);
    // A number without the action that uses it is nobody's business.
    CHECK(add_step(lab, "plain", {named("@on_fail_step_id", number(99))}).numbers().empty());
}

TEST_CASE("a step that is put between others moves the aims of those before it", "[sim][steps]") {
    lab lab{one_job()};
    add_step(lab, "jump",
             {named("@on_success_action", number(4)), named("@on_success_step_id", number(1)),
              named("@on_fail_action", number(4)), named("@on_fail_step_id", number(3))});
    add_step(lab, "last");
    add_step(lab, "between", {named("@step_id", number(3))});
    auto const shown = steps(lab);
    CHECK(shown.shown("step_name", 2) == "between");
    CHECK(shown.shown("on_success_step_id", 1) == "1");
    CHECK(shown.shown("on_fail_step_id", 1) == "4");
}

TEST_CASE("a step's number out of range is told with the range, be it of one", "[sim][steps]") {
    lab lab{one_job()};
    CHECK(lab.call("sp_help_jobstep",
                   {named("@job_name", text("load")), named("@step_id", number(2))})
              .message()
              .text == "The specified '@step_id' is invalid (valid values are: 1..1).");
}
