// Tests of what is asked of each task.
#include "packages.hpp"

#include <cmath>

using namespace ssislb;
using namespace ssislb::test;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

/// What is wrong with a good task after one change.
template <class Change>
std::string wrong_after(Change change) {
    auto t = good_task("load");
    change(t);
    return told(validate(package_of({t})));
}

} // namespace

TEST_CASE("a task needs a name and a job", "[model][validation]") {
    CHECK_THAT(wrong_after([](task& t) { t.name.clear(); }),
               StartsWith("task 0 name[0]: the task has no name"));
    CHECK_THAT(wrong_after([](task& t) { t.job.clear(); }),
               StartsWith("task 0 job[0]: the task has no job"));
}

TEST_CASE("names hold no control characters, but any other letters", "[model][validation]") {
    CHECK_THAT(wrong_after([](task& t) { t.name = "a\tb"; }), Contains("control character"));
    CHECK_THAT(wrong_after([](task& t) { t.job = "a\x7f"; }), Contains("control character"));
    CHECK(wrong_after([](task& t) { t.job = "ETL - Größenklassen 日本語"; }) == "no mistake");
}

TEST_CASE("a job name has at most 128 UTF-16 units", "[model][validation]") {
    std::string job;
    for (int i = 0; i < 64; ++i)
        job += "\xF0\x9F\x9A\x80"; // two units
    CHECK(wrong_after([&](task& t) { t.job = job; }) == "no mistake");
    CHECK_THAT(wrong_after([&](task& t) { t.job = job + "x"; }),
               StartsWith("task 0 job[0]: the job name is longer than the 128 characters"));
    CHECK(wrong_after([&](task& t) { t.job = std::string(128, 'x'); }) == "no mistake");
}

TEST_CASE("a task name used twice leads to the first one", "[model][validation]") {
    auto const mistakes =
        validate(package_of({good_task("load"), good_task("stage"), good_task("load")}));
    CHECK_THAT(told(mistakes), StartsWith("task 2 name[0]: the task name \"load\" is used twice"));
    REQUIRE(mistakes.front().other);
    CHECK(place(*mistakes.front().other) == "task 0 name[0]");
}

TEST_CASE("a timeout is above zero, other durations are not below it", "[model][validation]") {
    CHECK_THAT(wrong_after([](task& t) { t.timeout = 0ms; }), StartsWith("task 0 timeout[0]"));
    CHECK_THAT(wrong_after([](task& t) { t.timeout = -1ms; }), StartsWith("task 0 timeout[0]"));
    CHECK_THAT(wrong_after([](task& t) { t.expected = -1ms; }), StartsWith("task 0 expected[0]"));
    CHECK_THAT(wrong_after([](task& t) { t.retry_delay = -1ms; }),
               StartsWith("task 0 retry_delay[0]"));
    CHECK(wrong_after([](task& t) {
              t.timeout = 1ms;
              t.expected = 0ms;
              t.retry_delay = 0ms;
          }) == "no mistake");
}

TEST_CASE("a thousand retries are the most", "[model][validation]") {
    CHECK_THAT(wrong_after([](task& t) { t.retries = 1001; }), StartsWith("task 0 retries[0]"));
    CHECK(wrong_after([](task& t) { t.retries = 1000; }) == "no mistake");
}

TEST_CASE("delays of retries grow, within reason", "[model][validation]") {
    for (double const factor : {0.99, -1.0, 100.5, std::nan("")})
        CHECK_THAT(wrong_after([=](task& t) { t.retry_backoff = factor; }),
                   StartsWith("task 0 retry_backoff[0]: retry_backoff must be from 1 to 100"));
    CHECK_THAT(wrong_after([](task& t) { t.retry_delay_max = -1ms; }),
               StartsWith("task 0 retry_delay_max[0]: retry_delay_max is below zero"));
    CHECK(wrong_after([](task& t) {
              t.retry_backoff = 100;
              t.retry_delay_max = 0ms;
          }) == "no mistake");
}

TEST_CASE("a class of ends is retried or not", "[model][validation]") {
    CHECK_THAT(wrong_after([](task& t) {
                   t.retry_on = {failure_class::canceled, failure_class::timed_out};
                   t.no_retry_on = {failure_class::job_failed, failure_class::timed_out};
               }),
               StartsWith("task 0 no_retry_on[1]: timed_out is listed by both retry_on and "
                          "no_retry_on; remove it from one of them"));
    CHECK_THAT(wrong_after([](task& t) {
                   t.retry_on = {failure_class::canceled, failure_class::canceled};
               }),
               StartsWith("task 0 retry_on[1]: retry_on lists canceled twice"));
    CHECK(wrong_after([](task& t) { t.no_retry_on = {failure_class::timed_out}; }) == "no mistake");
}

TEST_CASE("a lost server is waited for", "[model][validation]") {
    CHECK_THAT(wrong_after([](task& t) { t.server_loss_timeout = 0ms; }),
               StartsWith("task 0 server_loss_timeout[0]: server_loss_timeout must be above zero"));
}

TEST_CASE("a simulated job takes time and ends as a job can end", "[model][validation]") {
    CHECK_THAT(wrong_after([](task& t) { t.simulate.emplace().duration = -1ms; }),
               StartsWith("task 0 simulate.duration[0]"));
    CHECK_THAT(wrong_after([](task& t) { t.simulate.emplace().result = outcome::skipped; }),
               StartsWith("task 0 simulate.outcome[0]: a simulated job cannot end skipped"));
    CHECK_THAT(wrong_after([](task& t) { t.simulate.emplace().result = outcome::unknown; }),
               StartsWith("task 0 simulate.outcome[0]"));
    CHECK(wrong_after([](task& t) { t.simulate.emplace().result = outcome::canceled; }) ==
          "no mistake");
}

TEST_CASE("all mistakes of a package come at once", "[model][validation]") {
    auto broken = good_task("", {"nowhere"});
    broken.job.clear();
    broken.retries = 9999;
    broken.servers = {"nothing"};
    auto package = package_of({broken, broken});
    package.servers.front().max_jobs = 0;
    CHECK(validate(package).size() == 11);
}
