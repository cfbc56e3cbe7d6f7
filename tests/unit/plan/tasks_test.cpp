// Tests of [[task]].
#include "plans.hpp"

using namespace ssislb;
using namespace ssislb::test;
using namespace std::chrono_literals;

TEST_CASE("a task takes every key that it has", "[plan][task]") {
    auto const t = task_with(R"(servers = ["etl01"]
requires = []
prefers = []
priority = -7
join = "any"
expected = "5m"
timeout = "1h30m"
retries = 2
retry_delay = "30s"
retry_backoff = 1.5
retry_delay_max = "10m"
retry_on = ["canceled", "timed_out"]
no_retry_on = "package_failed"
restartable = true
server_loss_timeout = "90s"
outcome_from = "job"
enabled = false
simulate = { duration = "4m", outcome = "failed", fail_attempts = 1 })");
    task expected;
    expected.name = "load";
    expected.job = "ETL - Load";
    expected.servers = {"etl01"};
    expected.priority = -7;
    expected.join = constraint_join::any;
    expected.expected = 5min;
    expected.timeout = 90min;
    expected.retries = 2;
    expected.retry_delay = 30s;
    expected.retry_backoff = 1.5;
    expected.retry_delay_max = 10min;
    expected.retry_on = {failure_class::canceled, failure_class::timed_out};
    expected.no_retry_on = {failure_class::package_failed};
    expected.restartable = true;
    expected.server_loss_timeout = 90s;
    expected.outcome_from = outcome_source::job;
    expected.enabled = false;
    expected.simulate = simulated_behaviour{4min, outcome::failed, 1};
    CHECK(t == expected);
}

TEST_CASE("a task that says little runs once, anywhere, without limit", "[plan][task]") {
    task expected;
    expected.name = "load";
    expected.job = "ETL - Load";
    CHECK(task_with("") == expected);
}

TEST_CASE("a simulated job succeeds unless the plan says otherwise", "[plan][task]") {
    auto const t = task_with("simulate = { duration = \"90s\" }");
    REQUIRE(t.simulate);
    CHECK(*t.simulate == simulated_behaviour{90s, outcome::succeeded, 0});
    CHECK(task_with("[task.simulate]\nduration = \"90s\"").simulate == t.simulate);
}

TEST_CASE("an outcome of simulation is one that a job can have", "[plan][task]") {
    CHECK(task_with("simulate = { outcome = \"canceled\" }").simulate->result == outcome::canceled);
    CHECK_THAT(mistakes_in(std::string(one_server) + std::string(one_task) +
                           "simulate = { outcome = \"suceeded\", fail_attempts = -1, speed = 2 }"),
               Catch::Equals("p.toml:11:24: outcome takes one of \"succeeded\", \"failed\", "
                             "\"canceled\", not \"suceeded\"; did you mean \"succeeded\"?\n"
                             "p.toml:11:52: fail_attempts = -1 is out of range; give a whole "
                             "number from 0 to 4294967295\n"
                             "p.toml:11:56: simulate has no key speed; its keys are duration, "
                             "outcome, fail_attempts"));
}

TEST_CASE("names and jobs in any script are kept as they are", "[plan][task]") {
    auto const package = good_plan(std::string(one_server) +
                                   "[[task]]\nname = \"Größen laden\"\njob = \"ETL - 日本 🚀\"\n");
    CHECK(package.tasks[0].name == "Größen laden");
    CHECK(package.tasks[0].job == "ETL - 日本 🚀");
}

TEST_CASE("one server may stand without brackets", "[plan][task]") {
    CHECK(task_with("servers = \"etl01\"").servers == std::vector<std::string>{"etl01"});
}

TEST_CASE("a misspelled key is read as meant, so it is told once", "[plan][task]") {
    CHECK(mistakes_in(std::string(one_server) +
                      "[[task]]\nnmae = \"extract\"\njob = \"x\"\n"
                      "[[task]]\nname = \"load\"\njob = \"y\"\nafter = \"extract\"\n") ==
          "p.toml:8:1: a task has no key nmae; did you mean name?");
}

TEST_CASE("a value of the wrong kind is not also missing", "[plan][task]") {
    CHECK(mistakes_in(std::string(one_server) + "[[task]]\nname = \"load\"\njob = [\"x\"]\n") ==
          "p.toml:9:7: job takes a string in quotes, not an array");
}

TEST_CASE("dates are no values of a plan", "[plan][task]") {
    CHECK(mistakes_in(std::string(one_server) + std::string(one_task) + "timeout = 02:00:00\n") ==
          "p.toml:11:11: timeout takes a duration in quotes such as \"90s\" or \"1h30m\", not a "
          "date or time");
}

TEST_CASE("classes of ends are words, and one that is misspelled is told", "[plan][task]") {
    std::string const retried = std::string(one_server) + std::string(one_task) + "retries = 1\n";
    CHECK(mistakes_in(retried + "retry_on = [\"timed_out\", \"job_faild\", 3]") ==
          "p.toml:12:26: retry_on takes one of \"job_failed\", \"package_failed\", \"timed_out\", "
          "\"canceled\", not \"job_faild\"; did you mean \"job_failed\"?\n"
          "p.toml:12:39: retry_on takes one of \"job_failed\", \"package_failed\", \"timed_out\", "
          "\"canceled\", not a whole number");
    CHECK(
        mistakes_in(retried + "retry_on = []") ==
        "p.toml:12:12: retry_on = [] leaves nothing to retry; use retries = 0, or remove the key");
    CHECK_THAT(mistakes_in(retried + "retry_on = \"canceled\"\nno_retry_on = [\"canceled\"]"),
               Catch::StartsWith("p.toml:13:16: canceled is listed by both"));
}
