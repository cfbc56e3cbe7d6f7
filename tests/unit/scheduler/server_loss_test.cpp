// What becomes of attempts whose server stays away.
#include "plan_builder.hpp"
#include "stage.hpp"
#include "support/catch.hpp"

using namespace ssislb;
using namespace ssislb::test;

namespace {

scheduler_options patient() {
    scheduler_options options;
    options.give_up_lost = 3min;
    options.patience = 1h;
    return options;
}

/// x may run on a, and is started again on b if it is restartable.
plan two_servers() {
    return plan().server("a", 1, 2.0).server("b").task("x");
}

} // namespace

TEST_CASE("an attempt is given up when its server stays away", "[scheduler][loss]") {
    bool const in_doubt = GENERATE(true, false);
    stage s(two_servers(), patient());
    s.decide();
    in_doubt ? s.doubt("x") : s.accept("x");
    s.decide();
    s.down("a").wait(3min - 1ms);
    CHECK(s.decide().empty());
    SECTION("for good") {
        CHECK(s.wait(1ms).decide() ==
              lines{"ended x#1 unknown", "settled x unknown", "finish failed"});
    }
    SECTION("but not when it is up before") {
        s.up("a").wait(1h);
        CHECK(s.decide().empty());
        s.down("a").wait(3min - 1ms);
        CHECK(s.decide().empty());
        CHECK(s.wait(1ms).decide().front() == "ended x#1 unknown");
    }
    SECTION("also if it was reported down once more") {
        CHECK(s.down("a").wait(1ms).decide().front() == "ended x#1 unknown");
    }
}

TEST_CASE("a restartable task waits for as long as it says, then starts elsewhere",
          "[scheduler][loss]") {
    stage s(two_servers().restartable().loss_timeout(30s), patient());
    s.decide();
    s.accept("x").down("a").wait(29s);
    CHECK(s.decide().empty());
    CHECK(s.wait(1s).decide() == lines{"ended x#1 unknown retry 30s", "start x#2 b"});
    SECTION("what is told later of the lost one means nothing") {
        auto const lost = attempt_id{task_id{0}, 1};
        s.accept("x").feed(event::attempt_lost{lost, {}, {}});
        s.feed(event::job_finished{lost, {outcome::succeeded, outcome::succeeded, {}, {}, {}, {}}});
        CHECK(s.decide().empty());
        CHECK(s.task("x").state == task_state::running);
    }
}

TEST_CASE("a task that is not restartable does not ask for its own timeout", "[scheduler][loss]") {
    stage s(two_servers().loss_timeout(30s), patient());
    s.decide();
    s.accept("x").down("a").wait(2min);
    CHECK(s.decide().empty());
}

TEST_CASE("the run may ask for more than a task does", "[scheduler][loss]") {
    auto options = patient();
    options.least_loss_timeout = 50s;
    stage s(two_servers().restartable().loss_timeout(30s), options);
    s.decide();
    s.accept("x").down("a").wait(49s);
    CHECK(s.decide().empty());
    CHECK(s.wait(1s).decide().size() == 2);
}

TEST_CASE("what is told of a start after the loss counts from there", "[scheduler][loss]") {
    bool const in_doubt = GENERATE(true, false);
    stage s(two_servers(), patient());
    s.decide();
    s.down("a").wait(10min);
    CHECK(s.decide().empty());
    in_doubt ? s.doubt("x") : s.accept("x");
    s.wait(3min - 1ms);
    CHECK(only("ended", s.decide()).empty());
    CHECK(s.wait(1ms).decide().front() == "ended x#1 unknown");
}

TEST_CASE("after a resume attempts are given up unless their server is heard of",
          "[scheduler][loss]") {
    stage s(plan().server("a", 2).tasks({"x", "y"}), patient());
    s.decide();
    s.accept("x");
    SECTION("anew, if it was away before") {
        s.down("a").wait(2min).resume().wait(3min - 1ms);
        CHECK(s.decide().empty());
        CHECK(only("ended", s.wait(1ms).decide()) ==
              lines{"ended x#1 unknown", "ended y#1 unknown"});
    }
    SECTION("heard of in time") {
        s.resume().wait(2min).up("a");
        CHECK(s.decide() == lines{"reattach x#1 a", "confirm y#1 a"});
        s.wait(1h);
        CHECK(s.decide().empty());
    }
}

TEST_CASE("nothing is given up for the time in which no process was there", "[scheduler][loss]") {
    SECTION("no attempt") {
        stage s(two_servers(), patient());
        s.decide();
        s.accept("x").down("a").machine().feed(event::run_resumed{}, start_of_time + 1h);
        CHECK(s.decide().empty());
        CHECK(s.task("x").state == task_state::running);
    }
    SECTION("no task that waits for its servers") {
        stage s(two_servers(), {.patience = 1min}, false);
        s.machine().feed(event::run_resumed{}, start_of_time + 1h);
        CHECK(s.decide().empty());
        CHECK(s.task("x").state == task_state::ready);
    }
}
