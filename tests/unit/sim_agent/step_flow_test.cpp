// From the steps of a job to its outcome: actions, retries, cancels.
#include "fixture.hpp"
#include "support/catch.hpp"

using namespace ssislb;
using namespace ssislb::sim;
using namespace ssislb::sim::test;
using std::chrono::milliseconds;

namespace {

step_spec step(std::string name, run_end ends, step_action on_success, step_action on_fail) {
    step_spec made;
    made.name = std::move(name);
    made.ends = ends;
    made.on_success = on_success;
    made.on_fail = on_fail;
    return made;
}

/// step_id and run_status of each row, oldest first.
std::string trail(lab& lab, std::string const& job) {
    std::string result;
    auto const rows = lab.history(job);
    for (auto row = rows.rows(); row-- > 0;)
        result += rows.shown("step_id", row) + ":" + rows.shown("run_status", row) + " ";
    return result;
}

instance_spec job_of(std::vector<step_spec> steps) {
    instance_spec spec;
    spec.jobs.emplace_back().name = "job";
    spec.jobs.back().steps = std::move(steps);
    return spec;
}

using action = step_action;

} // namespace

TEST_CASE("a failed step with on_fail_action 1 or 3 hides behind a job that succeeded",
          "[sim][steps]") {
    auto const quits = step("a", run_end::failed, action::next_step, action::quit_with_success);
    auto const goes_on = step("a", run_end::failed, action::next_step, action::next_step);
    auto const last =
        step("b", run_end::succeeded, action::quit_with_success, action::quit_with_failure);
    lab first{job_of({quits, last})};
    first.start("job");
    first.pass(milliseconds{60'000});
    CHECK(trail(first, "job") == "1:0 0:1 ");
    lab second{job_of({goes_on, last})};
    second.start("job");
    second.pass(milliseconds{60'000});
    CHECK(trail(second, "job") == "1:0 2:1 0:1 ");
}

TEST_CASE("a step that succeeded may end the job as failed", "[sim][steps]") {
    lab lab{job_of({step("a", run_end::succeeded, action::quit_with_failure, action::next_step)})};
    lab.start("job");
    lab.pass(milliseconds{60'000});
    CHECK(trail(lab, "job") == "1:1 0:0 ");
    CHECK(lab.history("job").shown("message").starts_with("The job failed.  The Job was invoked"));
}

TEST_CASE("go to step follows its target on success and on failure", "[sim][steps]") {
    auto a = step("a", run_end::succeeded, action::go_to_step, action::quit_with_failure);
    a.on_success_step = 3;
    auto const b =
        step("b", run_end::succeeded, action::quit_with_success, action::quit_with_failure);
    auto c = step("c", run_end::failed, action::quit_with_success, action::go_to_step);
    c.on_fail_step = 2;
    lab lab{job_of({a, b, c})};
    lab.start("job");
    lab.pass(milliseconds{60'000});
    CHECK(trail(lab, "job") == "1:1 3:0 2:1 0:1 ");
}

TEST_CASE("a retried step writes a row of status 2 for each try that failed", "[sim][steps]") {
    auto a = step("a", run_end::failed, action::quit_with_success, action::quit_with_failure);
    a.retry_attempts = 3;
    a.retry_interval = std::chrono::minutes{2};
    a.fail_attempts = 2;
    lab lab{job_of({a})};
    lab.start("job");
    lab.pass(milliseconds{1600});
    CHECK(lab.job("job").shown("current_execution_status") == "3");
    CHECK(lab.job("job").shown("current_retry_attempt") == "1");
    lab.pass(milliseconds{119'000});
    CHECK(lab.job("job").shown("current_execution_status") == "3");
    lab.pass(milliseconds{240'000});
    CHECK(trail(lab, "job") == "1:2 1:2 1:1 0:1 ");
    CHECK(lab.history("job").shown("retries_attempted", 1) == "2");
    CHECK(lab.history("job").shown("retries_attempted", 0) == "0");
}

TEST_CASE("retries that are used up end as the step says", "[sim][steps]") {
    auto a = step("a", run_end::failed, action::quit_with_success, action::quit_with_failure);
    a.retry_attempts = 1;
    lab lab{job_of({a})};
    lab.start("job");
    lab.pass(milliseconds{60'000});
    CHECK(trail(lab, "job") == "1:2 1:0 0:0 ");
}

TEST_CASE("a canceled step cancels its job with rows of status 3", "[sim][steps]") {
    lab lab{job_of({step("a", run_end::canceled, action::next_step, action::next_step)})};
    lab.start("job");
    lab.pass(milliseconds{60'000});
    CHECK(trail(lab, "job") == "1:3 0:3 ");
    CHECK(lab.history("job").shown("message").starts_with(
        "The job was stopped prior to completion by User sa.  The Job was invoked by User "
        "operator.  The last step to run was step 1 (a)."));
}

TEST_CASE("with fail_attempts only the first runs end as told", "[sim][steps]") {
    auto a = step("a", run_end::failed, action::quit_with_success, action::quit_with_failure);
    a.fail_attempts = 2;
    lab lab{job_of({a})};
    for (int run = 0; run < 3; ++run) {
        lab.start("job");
        lab.pass(milliseconds{60'000});
    }
    CHECK(trail(lab, "job") == "1:0 0:0 1:0 0:0 1:1 0:1 ");
}

TEST_CASE("servers that share a counter share their fail_attempts", "[sim][steps]") {
    auto a = step("a", run_end::failed, action::quit_with_success, action::quit_with_failure);
    a.fail_attempts = 1;
    a.executions = std::make_shared<std::atomic<std::uint32_t>>(0);
    lab first{job_of({a})};
    lab second{job_of({a})};
    for (auto* const each : {&first, &second}) {
        each->start("job");
        each->pass(milliseconds{60'000});
    }
    CHECK(trail(first, "job") == "1:0 0:0 ");
    CHECK(trail(second, "job") == "1:1 0:1 ");
}

TEST_CASE("the last executed step is noted when it has ended, with the time it began",
          "[sim][steps]") {
    auto const a = step("a", run_end::succeeded, action::next_step, action::next_step);
    lab lab{job_of(
        {a, step("b", run_end::succeeded, action::quit_with_success, action::quit_with_failure)})};
    lab.start("job");
    lab.pass(milliseconds{600});
    CHECK(lab.activity("job").shown("last_executed_step_id") == "NULL");
    lab.pass(milliseconds{1000});
    CHECK(lab.activity("job").shown("last_executed_step_id") == "1");
    CHECK(lab.activity("job").shown("last_executed_step_date") == "2026-11-24 03:44:16.750");
    CHECK(lab.job("job").shown("current_execution_step") == "2 (b)");
}
