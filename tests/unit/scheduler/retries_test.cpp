// Which ends are retried, and after how long.
#include "plan_builder.hpp"
#include "scheduler/retry_rules.hpp"
#include "stage.hpp"
#include "support/catch.hpp"

using namespace ssislb;
using namespace ssislb::test;
using detail::retry_rules;

namespace {

/// How often the task is started if each attempt ends so.
std::size_t starts_of(parent_package const& package, outcome job, outcome of_package) {
    stage s(package);
    std::size_t starts = 0;
    for (lines now = s.decide(); !s.machine().finished(); now = s.decide()) {
        starts += only("start", now).size();
        s.finish("x", job, of_package);
    }
    return starts;
}

plan retried() {
    return plan().server("a").task("x").retries(2);
}

} // namespace

TEST_CASE("by default all failures are retried, but no cancel", "[scheduler][retries]") {
    CHECK(starts_of(retried(), outcome::failed, outcome::failed) == 3);
    CHECK(starts_of(retried(), outcome::succeeded, outcome::failed) == 3);
    CHECK(starts_of(retried(), outcome::canceled, outcome::canceled) == 1);
    CHECK(starts_of(retried(), outcome::unknown, outcome::unknown) == 1);
}

TEST_CASE("retry_on names all that is retried", "[scheduler][retries]") {
    SECTION("a cancel") {
        plan const p = retried().retry_on({failure_class::canceled});
        CHECK(starts_of(p, outcome::canceled, outcome::canceled) == 3);
        CHECK(starts_of(p, outcome::failed, outcome::failed) == 1);
        CHECK(starts_of(p, outcome::succeeded, outcome::failed) == 1);
    }
    SECTION("a job") {
        plan const p = retried().retry_on({failure_class::job_failed});
        CHECK(starts_of(p, outcome::failed, outcome::succeeded) == 3);
        CHECK(starts_of(p, outcome::succeeded, outcome::failed) == 1);
    }
}

TEST_CASE("no_retry_on takes classes away", "[scheduler][retries]") {
    SECTION("from the usual ones") {
        plan const p = retried().no_retry_on({failure_class::package_failed});
        CHECK(starts_of(p, outcome::succeeded, outcome::failed) == 1);
        CHECK(starts_of(p, outcome::failed, outcome::failed) == 3);
        CHECK(starts_of(p, outcome::canceled, outcome::canceled) == 1);
    }
    SECTION("timeouts") {
        stage s(retried().timeout(1min).no_retry_on({failure_class::timed_out}));
        s.decide();
        s.accept("x").wait(1min).decide();
        CHECK(s.finish("x", outcome::canceled).decide() ==
              lines{"ended x#1 failed", "settled x failed timed_out", "finish failed"});
    }
}

TEST_CASE("a job that we stopped for its timeout was not canceled by somebody",
          "[scheduler][retries]") {
    stage s(retried().timeout(1min).retry_on({failure_class::timed_out}));
    s.decide();
    s.accept("x").wait(1min).decide();
    CHECK(only("start", s.finish("x", outcome::canceled).decide()) == lines{"start x#2 a"});
}

TEST_CASE("what we stopped since the run is canceled is never retried", "[scheduler][retries]") {
    auto const end = GENERATE(outcome::canceled, outcome::failed);
    stage s(retried().retry_on({failure_class::canceled, failure_class::job_failed}));
    s.decide();
    s.accept("x").cancel(true).decide();
    CHECK(s.finish("x", end).decide() ==
          lines{"ended x#1 canceled", "settled x canceled", "finish canceled"});
}

TEST_CASE("the delay grows by its factor up to its limit", "[scheduler][retries]") {
    stage s(plan().server("a").task("x").retries(4, 10s).backoff(2, 30s));
    lines ends;
    for (lines now = s.decide(); !s.machine().finished(); now = s.decide()) {
        s.finish("x", outcome::failed);
        auto const ended = only("ended", s.decide());
        ends.insert(ends.end(), ended.begin(), ended.end());
        s.wait(1min);
    }
    CHECK(ends == lines{"ended x#1 failed retry 10s", "ended x#2 failed retry 1m20s",
                        "ended x#3 failed retry 2m30s", "ended x#4 failed retry 3m30s",
                        "ended x#5 failed"});
}

TEST_CASE("delays of retries", "[scheduler][retries]") {
    task t;
    SECTION("stay as they are without a factor") {
        t.retry_delay = 30s;
        CHECK(retry_rules(t).delay_before(1) == 30s);
        CHECK(retry_rules(t).delay_before(1000) == 30s);
    }
    SECTION("are not shortened by a limit below the first") {
        t.retry_delay = 2h;
        t.retry_backoff = 3;
        CHECK(retry_rules(t).delay_before(1) == 2h);
        CHECK(retry_rules(t).delay_before(9) == 2h);
    }
    SECTION("stay 0") {
        t.retry_backoff = 100;
        CHECK(retry_rules(t).delay_before(1000) == 0s);
    }
    SECTION("do not overflow") {
        t.retry_delay = 1ms;
        t.retry_backoff = 100;
        CHECK(retry_rules(t).delay_before(2) == 100ms);
        CHECK(retry_rules(t).delay_before(1000) == 1h);
    }
}

TEST_CASE("restarts do not make the delay of retries grow", "[scheduler][retries]") {
    stage s(plan().server("a").task("x").retries(1, 10s).backoff(2, 1h).restartable());
    s.decide();
    s.lose("x").decide();
    CHECK(s.finish("x", outcome::failed).decide().front() == "ended x#2 failed retry 10s");
}
