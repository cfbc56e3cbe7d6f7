// Who sees and does what: the fixed roles of msdb.
#include "fixture.hpp"
#include "support/catch.hpp"

using namespace ssislb;
using namespace ssislb::sim;
using namespace ssislb::sim::test;
using numbers = std::vector<std::int32_t>;

namespace {

instance_spec owned_by(char const* owner) {
    auto spec = one_job();
    spec.jobs.front().owner = owner;
    return spec;
}

std::vector<sql::parameter> load() {
    return {named("@job_name", text("load"))};
}

} // namespace

TEST_CASE("without a role EXECUTE is denied before anything else, and nothing returns",
          "[sim][roles]") {
    lab lab{one_job()};
    auto const answer = lab.call("nobody", "sp_start_job", {named("@nonsense", number(1))});
    REQUIRE(answer.numbers() == numbers{229});
    CHECK(answer.message().severity == 14);
    CHECK(answer.message().state == 5);
    CHECK(answer.message().text == "The EXECUTE permission was denied on the object "
                                   "'sp_start_job', database 'msdb', schema 'dbo'.");
    CHECK(answer.status() == -1);
}

TEST_CASE("a job that the caller may not see is answered exactly as a missing one",
          "[sim][roles]") {
    lab lab{one_job()};
    for (auto const procedure : {"sp_start_job", "sp_stop_job", "sp_help_job",
                                 "sp_help_jobactivity", "sp_help_jobhistory", "sp_help_jobstep"}) {
        auto const hidden = lab.call("user", procedure, load());
        auto const missing = lab.call("user", procedure, {named("@job_name", text("nope"))});
        REQUIRE(hidden.numbers() == numbers{14262});
        CHECK(hidden.message().text == "The specified @job_name ('load') does not exist.");
        CHECK(hidden.message().procedure == missing.message().procedure);
        CHECK(hidden.message().line == missing.message().line);
        CHECK(hidden.status() == missing.status());
    }
    CHECK(lab.call("user", "sp_help_job").rows() == 0);
    CHECK(lab.call("user", "sp_help_jobactivity").rows() == 0);
}

TEST_CASE("an owner with SQLAgentUserRole sees and starts its own job", "[sim][roles]") {
    lab lab{owned_by("user")};
    CHECK(lab.call("user", "sp_help_job").rows() == 1);
    CHECK(lab.call("user", "sp_start_job", load()).numbers() == numbers{14243});
}

TEST_CASE("SQLAgentReaderRole sees all jobs and starts only its own", "[sim][roles]") {
    lab lab{one_job()};
    CHECK(lab.call("reader", "sp_help_job").rows() == 1);
    CHECK(lab.call("reader", "sp_start_job", load()).numbers() == numbers{14393});
    CHECK(lab.call("operator", "sp_start_job", load()).numbers() == numbers{14243});
}

TEST_CASE("a login that sees no activity gets no rows of a job it sees", "[sim][roles]") {
    auto spec = one_job();
    spec.logins.push_back({.user = "blind", .password = "secret", .sees_activity = false});
    lab lab{spec};
    CHECK(lab.call("blind", "sp_start_job", load()).status() == 0);
    auto const answer = lab.call("blind", "sp_help_jobactivity", load());
    CHECK(answer.numbers().empty());
    CHECK(answer.rows() == 0);
    CHECK(lab.call("blind", "sp_help_job", load()).sets().size() == 4);
}

TEST_CASE("a login without a user in msdb is 916", "[sim][roles]") {
    auto spec = one_job();
    spec.logins.push_back({.user = "stranger", .password = "secret", .msdb_access = false});
    lab lab{spec};
    auto const session = lab.log_in("stranger", "master");
    answer const called{session->execute(sql::call{"msdb.dbo.sp_help_job", {}})};
    CHECK(called.message().text ==
          "The server principal \"stranger\" is not able to access the database \"msdb\" under the "
          "current security context.");
    answer const used{session->execute(sql::batch{"USE msdb"})};
    CHECK(used.numbers() == numbers{916});
    CHECK(session->database() == "master");
}
