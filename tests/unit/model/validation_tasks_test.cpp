// Tests of what is asked of each task.
#include "packages.hpp"

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
