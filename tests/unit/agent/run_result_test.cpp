// The outcome of job and package from the rows of a history.
#include "agent/run_result.hpp"
#include "watch_scene.hpp"

using namespace ssislb;
using namespace ssislb::detail;
using namespace ssislb::test;

namespace {

package_step step_one(outcome last = outcome::succeeded, double started = 1) {
    return {1, "step 1", last, std::chrono::floor<std::chrono::seconds>(at(started))};
}

package_steps const step_one_is_a_package = std::vector{step_one()};

job_history_row said(job_history_row row, std::string message) {
    row.message = std::move(message);
    return row;
}

} // namespace

TEST_CASE("the job's row tells what the job did", "[agent][result]") {
    auto const [status, expected] =
        GENERATE(table<std::int32_t, outcome>({{run_status::failed, outcome::failed},
                                               {run_status::succeeded, outcome::succeeded},
                                               {run_status::canceled, outcome::canceled},
                                               {run_status::in_progress, outcome::unknown},
                                               {5, outcome::unknown}}));
    auto const result = result_of({history_row(101, 0, status, 1, 9)}, step_one_is_a_package);
    CHECK(result.job == expected);
    CHECK(result.package == expected);
    CHECK(result.started == at(1));
    CHECK(result.duration == std::chrono::seconds{9});
}

TEST_CASE("a job that succeeded over a failed package has a failed package", "[agent][result]") {
    auto const result =
        result_of({said(history_row(101, 1, run_status::failed, 1), "The package failed."),
                   history_row(102, 2, run_status::succeeded, 2),
                   said(history_row(103, 0, run_status::succeeded, 1), "The job succeeded.")},
                  step_one_is_a_package);
    CHECK(result.job == outcome::succeeded);
    CHECK(result.package == outcome::failed);
    CHECK(result.failed_step == "step 1");
    CHECK(result.message == "The package failed.");
}

TEST_CASE("a package that failed, was tried again and succeeded has succeeded", "[agent][result]") {
    auto const result = result_of({history_row(101, 1, run_status::retry, 1),
                                   history_row(102, 1, run_status::retry, 2),
                                   history_row(103, 1, run_status::succeeded, 3),
                                   history_row(104, 0, run_status::succeeded, 1)},
                                  step_one_is_a_package);
    CHECK(result.package == outcome::succeeded);
    CHECK(result.failed_step.empty());
}

TEST_CASE("a package that a loop of steps ran again counts by its last end", "[agent][result]") {
    auto const result = result_of({history_row(101, 1, run_status::failed, 1),
                                   history_row(102, 2, run_status::succeeded, 2),
                                   history_row(103, 1, run_status::succeeded, 3),
                                   history_row(104, 0, run_status::succeeded, 1)},
                                  step_one_is_a_package);
    CHECK(result.package == outcome::succeeded);
}

TEST_CASE("a failed step that is no package leaves the package succeeded", "[agent][result]") {
    auto const result = result_of({history_row(101, 1, run_status::succeeded, 1),
                                   history_row(102, 2, run_status::failed, 2),
                                   history_row(103, 0, run_status::succeeded, 1)},
                                  step_one_is_a_package);
    CHECK(result.package == outcome::succeeded);
    CHECK(result.failed_step == "step 2");
}

TEST_CASE("without the steps' subsystems a package is not good by the job's word",
          "[agent][result]") {
    auto const result = result_of(
        {history_row(101, 1, run_status::failed, 1), history_row(102, 0, run_status::succeeded, 1)},
        std::nullopt);
    CHECK(result.job == outcome::succeeded);
    CHECK(result.package == outcome::failed);
    CHECK(result.failed_step == "step 1");
}

TEST_CASE("rows are whole when they begin with the run", "[agent][result]") {
    auto const end = history_row(103, 0, run_status::succeeded, 1);
    CHECK(is_whole({history_row(101, 1, run_status::succeeded, 1), end}));
    CHECK(is_whole({history_row(101, 1, run_status::retry, 2), end}));
    CHECK_FALSE(is_whole({history_row(102, 2, run_status::succeeded, 9), end}));
    CHECK_FALSE(is_whole({end}));
    CHECK_FALSE(is_whole({}));
}

TEST_CASE("a package whose failed step is trimmed has failed, if it was in this run",
          "[agent][result]") {
    auto const begun = GENERATE(0.0, 5.0, 30.0);
    auto const last = GENERATE(outcome::failed, outcome::canceled, outcome::succeeded);
    auto result = result_of({history_row(103, 0, run_status::succeeded, 1, 9)}, std::nullopt);
    add_trimmed_steps(result, std::vector{step_one(last, begun)});
    bool const in_this_run = begun == 5.0;
    bool const in_a_later_one = begun == 30.0;
    CHECK(result.package == (in_this_run      ? last
                             : in_a_later_one ? outcome::unknown
                                              : outcome::succeeded));
    CHECK(result.job == outcome::succeeded);
}

TEST_CASE("a failed job names its first failed step and shows its message", "[agent][result]") {
    auto const result =
        result_of({history_row(101, 1, run_status::succeeded, 1),
                   said(history_row(102, 2, run_status::failed, 2), "Login timeout expired."),
                   said(history_row(103, 0, run_status::failed, 1), "The job failed.")},
                  step_one_is_a_package);
    CHECK(result.job == outcome::failed);
    CHECK(result.package == outcome::failed);
    CHECK(result.failed_step == "step 2");
    CHECK(result.message == "Login timeout expired.");
}

TEST_CASE("a job that failed before its first step shows its own message", "[agent][result]") {
    auto const result =
        result_of({said(history_row(101, 0, run_status::failed, 1), "The owner is unknown.")},
                  step_one_is_a_package);
    CHECK(result.failed_step.empty());
    CHECK(result.message == "The owner is unknown.");
}

TEST_CASE("no rows, no outcome", "[agent][result]") {
    CHECK(result_of({}, step_one_is_a_package).job == outcome::unknown);
}
