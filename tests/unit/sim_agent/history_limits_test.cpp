// The row limiter, and what outlives it.
#include "fixture.hpp"
#include "support/catch.hpp"

using namespace ssislb;
using namespace ssislb::sim;
using namespace ssislb::sim::test;
using std::chrono::milliseconds;

namespace {

void run(lab& lab, char const* job) {
    lab.start(job);
    lab.pass(milliseconds{20'000});
}

} // namespace

TEST_CASE("each end trims a job's rows to the limit, oldest first", "[sim][trim]") {
    auto spec = one_job();
    spec.history.per_job = 3;
    lab lab{spec};
    for (int i = 0; i < 4; ++i)
        run(lab, "load");
    auto const rows = lab.history("load");
    REQUIRE(rows.rows() == 3);
    CHECK(rows.shown("instance_id", 0) == "8");
    CHECK(rows.shown("instance_id", 2) == "6");
}

TEST_CASE("the total limit takes other jobs' rows", "[sim][trim]") {
    auto spec = one_job();
    spec.jobs.push_back(simple_job("other"));
    spec.history.total = 2;
    lab lab{spec};
    run(lab, "load");
    run(lab, "other");
    CHECK(lab.history("load").rows() == 0);
    CHECK(lab.history("other").rows() == 2);
}

TEST_CASE("a finished run's row can be gone: activity keeps its id, and the join gives NULL",
          "[sim][trim]") {
    auto spec = one_job();
    spec.history.per_job = 0;
    lab lab{spec};
    run(lab, "load");
    auto const row = lab.activity("load");
    CHECK(row.shown("job_history_id") == "2");
    CHECK(row.shown("stop_execution_date") != "NULL");
    CHECK(row.shown("message") == "NULL");
    CHECK(row.shown("run_status") == "NULL");
    CHECK(lab.history("load").rows() == 0);
}

TEST_CASE("the defaults are 1000 rows in all and 100 a job, -1 is no limit", "[sim][trim]") {
    CHECK(instance_spec{}.history.total == 1000);
    CHECK(instance_spec{}.history.per_job == 100);
    auto spec = one_job();
    spec.history = {.total = -1, .per_job = -1};
    spec.jobs.front().steps.front().duration = milliseconds{1};
    lab lab{spec};
    for (int i = 0; i < 60; ++i) {
        lab.server.start_job("load");
        lab.pass(milliseconds{1000});
    }
    CHECK(lab.server.history().size() == 120);
}

TEST_CASE("the run log survives trimming", "[sim][trim]") {
    auto spec = one_job();
    spec.history.per_job = 0;
    lab lab{spec};
    run(lab, "load");
    run(lab, "load");
    auto const runs = lab.server.finished_runs();
    REQUIRE(runs.size() == 2);
    CHECK(runs[1].job == "load");
    CHECK(runs[1].end == run_end::succeeded);
    CHECK(runs[1].requested_by == "User operator");
    CHECK(runs[1].stop - *runs[1].start == milliseconds{10'000});
}
