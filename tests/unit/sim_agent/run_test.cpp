// The moments of a run: accepted, picked up, ended, written, published.
#include "fixture.hpp"
#include "support/catch.hpp"

using namespace ssislb;
using namespace ssislb::sim;
using namespace ssislb::sim::test;
using std::chrono::milliseconds;
using numbers = std::vector<std::int32_t>;

namespace {

instance_spec with_delays(agent_delays delays) {
    auto spec = one_job();
    spec.delays = delays;
    return spec;
}

} // namespace

TEST_CASE("accept, record, pick-up, finish and publication each have their own delay",
          "[sim][run]") {
    lab lab{with_delays({.accept = milliseconds{1000},
                         .record = milliseconds{2000},
                         .pickup = milliseconds{5000},
                         .stop = milliseconds{0},
                         .finish = milliseconds{3000},
                         .publish = milliseconds{4000}})};
    auto const accepted = lab.start("load");
    CHECK(accepted.response.delivery.delay == milliseconds{1000});
    CHECK(lab.activity("load").shown("run_requested_date") == "NULL");

    lab.pass(milliseconds{3000}); // recorded
    CHECK(lab.activity("load").shown("run_requested_date") == "2026-11-24 03:44:16.250");
    CHECK(lab.activity("load").shown("start_execution_date") == "NULL");
    CHECK(lab.job("load").shown("current_execution_status") == "4");

    lab.pass(milliseconds{3000}); // picked up
    CHECK(lab.activity("load").shown("start_execution_date") == "2026-11-24 03:44:22.250");
    CHECK(lab.job("load").shown("current_execution_status") == "1");
    CHECK(lab.job("load").shown("current_execution_step") == "1 (run package)");

    lab.pass(milliseconds{10'000}); // the step has ended
    CHECK(lab.job("load").shown("current_execution_status") == "7");
    CHECK(lab.history("load").rows() == 1);
    CHECK(lab.activity("load").shown("stop_execution_date") == "NULL");

    lab.pass(milliseconds{3000}); // written
    CHECK(lab.history("load").rows() == 2);
    CHECK(lab.activity("load").shown("stop_execution_date") == "2026-11-24 03:44:35.000");
    CHECK(lab.job("load").shown("current_execution_status") == "4");
    CHECK(lab.job("load").shown("last_run_date") == "0");

    lab.pass(milliseconds{4000}); // published
    CHECK(lab.job("load").shown("last_run_date") == "20261124");
}

TEST_CASE("stop date and history id appear together, once the job's row is there", "[sim][run]") {
    lab lab{with_delays({.pickup = milliseconds{100}, .finish = milliseconds{50}})};
    lab.start("load");
    // Every millisecond around the end, so that no order but one passes.
    lab.pass(milliseconds{10'090});
    for (int step = 0; step < 100; ++step) {
        lab.pass(milliseconds{1});
        auto const row = lab.activity("load");
        bool const stopped = row.shown("stop_execution_date") != "NULL";
        CHECK(stopped == (row.shown("job_history_id") != "NULL"));
        CHECK(stopped == (row.shown("run_status") == "1"));
        auto const history = lab.history("load");
        CHECK(stopped == (history.rows() == 2 && history.shown("step_id") == "0"));
    }
    CHECK(lab.activity("load").shown("job_history_id") == "2");
}

TEST_CASE("a poll can see idle with the last run's values still of the run before", "[sim][run]") {
    auto spec = with_delays({.pickup = milliseconds{100}, .publish = milliseconds{5000}});
    spec.jobs.front().steps.front().ends = run_end::failed;
    spec.jobs.front().steps.front().fail_attempts = 1;
    lab lab{spec};
    lab.start("load");
    lab.pass(milliseconds{20'000});
    REQUIRE(lab.job("load").shown("last_run_outcome") == "0");
    lab.start("load");
    CHECK(lab.job("load").shown("current_execution_status") == "4");
    CHECK(lab.job("load").shown("last_run_outcome") == "0");
    lab.pass(milliseconds{11'000});
    CHECK(lab.job("load").shown("current_execution_status") == "4");
    CHECK(lab.job("load").shown("last_run_outcome") == "0");
    lab.pass(milliseconds{5000});
    CHECK(lab.job("load").shown("last_run_outcome") == "1");
}

TEST_CASE("stop_execution_date has its milliseconds cut off, so it may lie before the start",
          "[sim][run]") {
    auto spec = with_delays({.pickup = milliseconds{500}});
    spec.jobs.front().steps.front().duration = milliseconds{40};
    lab lab{spec};
    lab.start("load");
    lab.pass(milliseconds{1000});
    auto const row = lab.activity("load");
    CHECK(row.shown("start_execution_date") == "2026-11-24 03:44:16.750");
    CHECK(row.shown("stop_execution_date") == "2026-11-24 03:44:16.000");
}

TEST_CASE("activity dates are datetimes: steps of 1/300 second", "[sim][run]") {
    lab lab{one_job()};
    lab.pass(milliseconds{1}); // .251
    lab.start("load");
    CHECK(lab.activity("load").shown("run_requested_date") == "2026-11-24 03:44:16.250");
    lab.pass(milliseconds{501}); // picked up at .751
    CHECK(lab.activity("load").shown("start_execution_date") == "2026-11-24 03:44:16.750");
}

TEST_CASE("a new request clears the row of the run before", "[sim][run]") {
    lab lab{one_job()};
    lab.start("load");
    lab.pass(milliseconds{20'000});
    REQUIRE(lab.activity("load").shown("job_history_id") == "2");
    lab.start("load");
    auto const row = lab.activity("load");
    CHECK(row.shown("run_requested_date") == "2026-11-24 03:44:36.250");
    for (auto const column : {"start_execution_date", "stop_execution_date", "job_history_id",
                              "last_executed_step_id", "run_status"})
        CHECK(row.shown(column) == "NULL");
}

TEST_CASE("times are the server's own, whole seconds as HHMMSS in history", "[sim][run]") {
    auto spec = one_job();
    spec.utc_offset = std::chrono::minutes{-210}; // 00:14:16
    spec.jobs.front().steps.front().duration = milliseconds{3'725'000};
    lab lab{spec};
    CHECK(to_string(lab.server.now()) == "2026-11-24 00:14:16.250");
    lab.start("load");
    lab.pass(milliseconds{4'000'000});
    auto const row = lab.history("load");
    CHECK(row.shown("run_date") == "20261124");
    CHECK(row.shown("run_time") == "1416");
    CHECK(row.shown("run_duration") == "10205");
    CHECK(lab.activity("load").shown("run_requested_date") == "2026-11-24 00:14:16.250");
}

TEST_CASE("two blanks stand between the sentences of a history message", "[sim][run]") {
    lab lab{one_job()};
    lab.start("load");
    lab.pass(milliseconds{20'000});
    auto const rows = lab.history("load");
    CHECK(rows.shown("step_name") == "(Job outcome)");
    CHECK(rows.shown("message") == "The job succeeded.  The Job was invoked by User operator.  The "
                                   "last step to run was step 1 (run package).");
    CHECK(rows.shown("message", 1)
              .ends_with("  The package executed successfully.  The step succeeded."));
}

TEST_CASE("speed divides the durations of steps, not the Agent's delays", "[sim][run]") {
    auto spec = with_delays({.pickup = milliseconds{1000}});
    spec.speed = 4.0;
    lab lab{spec};
    lab.start("load");
    lab.pass(milliseconds{999});
    CHECK(lab.server.state("load") == 4);
    lab.pass(milliseconds{1});
    CHECK(lab.server.state("load") == 1);
    lab.pass(milliseconds{2499});
    CHECK(lab.server.state("load") == 1);
    lab.pass(milliseconds{1});
    CHECK(lab.server.state("load") == 4);
}

TEST_CASE("a run without a free worker waits for a thread, queued and not started", "[sim][run]") {
    auto spec = one_job();
    spec.max_worker_threads = 1;
    spec.jobs.push_back(simple_job("other"));
    lab lab{spec};
    lab.start("load");
    lab.pass(milliseconds{100});
    lab.start("other");
    lab.pass(milliseconds{1000});
    CHECK(lab.job("other").shown("current_execution_status") == "2");
    CHECK(lab.activity("other").shown("queued_date") == "2026-11-24 03:44:16.850");
    CHECK(lab.activity("other").shown("start_execution_date") == "NULL");
    CHECK(lab.start("other").numbers() == numbers{22022});
    lab.pass(milliseconds{9400}); // load ends at 10.5 s
    CHECK(lab.job("other").shown("current_execution_status") == "1");
    CHECK(lab.activity("other").shown("start_execution_date") == "2026-11-24 03:44:26.750");
    lab.pass(milliseconds{20'000});
    CHECK(lab.server.max_running() == 1);
    CHECK(lab.server.finished_runs().size() == 2);
}

TEST_CASE("every state shows: 1, 2, 3, 4, 5 and 7", "[sim][run]") {
    auto spec = with_delays({.pickup = milliseconds{100}, .finish = milliseconds{1000}});
    spec.max_worker_threads = 1;
    auto retried = simple_job("retried", milliseconds{1000}, run_end::failed);
    retried.steps.front().retry_attempts = 1;
    retried.steps.front().retry_interval = std::chrono::minutes{1};
    spec.jobs = {retried, simple_job("waiting"), simple_job("idle"), simple_job("broken")};
    spec.jobs.back().suspended = true;
    lab lab{spec};
    auto const state = [&](char const* job) {
        return lab.job(job).shown("current_execution_status");
    };
    lab.start("retried");
    lab.start("waiting");
    lab.pass(milliseconds{100});
    CHECK(state("retried") == "1");
    CHECK(state("waiting") == "2");
    CHECK(state("idle") == "4");
    CHECK(state("broken") == "5");
    lab.pass(milliseconds{1000});
    CHECK(state("retried") == "3");
    lab.pass(milliseconds{61'000});
    CHECK(state("retried") == "7");
    lab.pass(milliseconds{1000});
    CHECK(state("retried") == "4");
    CHECK(state("waiting") == "1");
}

TEST_CASE("a job without steps fails at once", "[sim][run]") {
    instance_spec spec;
    spec.jobs.emplace_back().name = "empty";
    lab lab{spec};
    lab.start("empty");
    lab.pass(milliseconds{1000});
    CHECK(lab.history("empty").shown("run_status") == "0");
}
