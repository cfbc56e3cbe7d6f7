// sp_stop_job, a request like the start.
#include "fixture.hpp"
#include "support/catch.hpp"

using namespace ssislb;
using namespace ssislb::sim;
using namespace ssislb::sim::test;
using std::chrono::milliseconds;
using numbers = std::vector<std::int32_t>;

namespace {

answer stop(lab& lab, char const* user, char const* job) {
    return lab.call(user, "sp_stop_job", {named("@job_name", text(job))});
}

} // namespace

TEST_CASE("a stop looks at the target before the permission, unlike a start", "[sim][stop]") {
    auto spec = one_job();
    spec.jobs.front().targeted = false;
    lab lab{spec};
    CHECK(stop(lab, "reader", "load").numbers() == numbers{14257});
    lab.call("sa", "sp_add_jobserver", {named("@job_name", text("load"))});
    CHECK(stop(lab, "reader", "load").numbers() == numbers{14393});
    CHECK(stop(lab, "operator", "load").message().text ==
          "SQLServerAgent Error: Request to stop job load (from User operator) refused because the "
          "job is not currently running.");
}

TEST_CASE("a stopped job ends canceled with rows of status 3", "[sim][stop]") {
    auto spec = one_job();
    spec.delays.stop = milliseconds{2000};
    lab lab{spec};
    lab.start("load");
    lab.pass(milliseconds{5000});
    auto const answer = stop(lab, "sa", "load");
    CHECK(answer.numbers() == numbers{14254});
    CHECK(answer.message().severity == 0);
    CHECK(answer.status() == 0);
    CHECK(lab.server.state("load") == 1);
    lab.pass(milliseconds{2000});
    CHECK(lab.server.state("load") == 4);
    auto const rows = lab.history("load");
    REQUIRE(rows.rows() == 2);
    CHECK(rows.shown("run_status", 0) == "3");
    CHECK(rows.shown("run_status", 1) == "3");
    CHECK(rows.shown("message") ==
          "The job was stopped prior to completion by User sa.  The Job was invoked by User "
          "operator.  The last step to run was step 1 (run package).");
    CHECK(lab.job("load").shown("last_run_outcome") == "3");
}

TEST_CASE("a stop between acceptance and pick-up finds nothing running, and the job runs",
          "[sim][stop]") {
    lab lab{one_job()};
    lab.start("load");
    CHECK(stop(lab, "operator", "load").numbers() == numbers{22022});
    lab.pass(milliseconds{600});
    CHECK(lab.server.state("load") == 1);
}

TEST_CASE("a stopped job between retries tries no more", "[sim][stop]") {
    auto spec = one_job();
    auto& step = spec.jobs.front().steps.front();
    step.ends = run_end::failed;
    step.retry_attempts = 5;
    step.retry_interval = std::chrono::minutes{1};
    lab lab{spec};
    lab.start("load");
    lab.pass(milliseconds{11'000});
    REQUIRE(lab.server.state("load") == 3);
    stop(lab, "operator", "load");
    lab.pass(milliseconds{600'000});
    auto const rows = lab.history("load");
    CHECK(rows.rows() == 2);
    CHECK(rows.shown("run_status") == "3");
}

TEST_CASE("a run that waits for a thread can be stopped and leaves the line", "[sim][stop]") {
    auto spec = one_job();
    spec.max_worker_threads = 1;
    spec.jobs.push_back(simple_job("second"));
    spec.jobs.push_back(simple_job("third"));
    lab lab{spec};
    for (auto const job : {"load", "second", "third"})
        lab.start(job);
    lab.pass(milliseconds{1000});
    stop(lab, "operator", "second");
    lab.pass(milliseconds{10'000});
    CHECK(lab.server.state("second") == 4);
    CHECK(lab.server.state("third") == 1);
    CHECK(lab.server.max_running() == 1);
}

TEST_CASE("exactly one of name, id and originating server is needed", "[sim][stop]") {
    lab lab{one_job()};
    CHECK(lab.call("sp_stop_job").numbers() == numbers{14232});
    CHECK(lab.call("sp_stop_job",
                   {named("@job_name", text("load")), named("@originating_server", text("ETL01"))})
              .numbers() == numbers{14232});
}

TEST_CASE("by originating server all its jobs stop", "[sim][stop]") {
    auto spec = one_job();
    spec.jobs.push_back(simple_job("other"));
    lab lab{spec};
    lab.start("load");
    lab.pass(milliseconds{1000});
    auto const answer = lab.call("sp_stop_job", {named("@originating_server", text("etl01"))});
    CHECK(answer.message().text == "1 (of 2) job(s) stopped successfully.");
    CHECK(lab.call("sp_stop_job", {named("@originating_server", text("MSX"))}).numbers() ==
          numbers{14268});
}
