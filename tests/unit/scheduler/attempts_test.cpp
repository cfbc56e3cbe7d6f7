// Attempts: outcomes, retries, timeouts, doubt and loss.
#include "plan_builder.hpp"
#include "stage.hpp"
#include "support/catch.hpp"

#include <ssislb/scheduler/policies.hpp>

using namespace ssislb;
using namespace ssislb::test;

TEST_CASE("the package's word decides unless the job's is asked for", "[scheduler]") {
    SECTION("a failed package in a job that succeeded") {
        stage s(plan().server("a", 2).task("x").task("y").by_job());
        s.decide();
        s.finish("x", outcome::succeeded, outcome::failed);
        s.finish("y", outcome::succeeded, outcome::failed);
        CHECK(only("settled", s.decide()) == lines{"settled x failed", "settled y succeeded"});
    }
    SECTION("a package does not make good a job that did not succeed") {
        auto const end = GENERATE(outcome::failed, outcome::canceled, outcome::unknown);
        stage s(plan().server("a").task("x"));
        s.decide();
        s.finish("x", end, outcome::succeeded);
        CHECK(s.machine().status(task_id{0}).result == end);
    }
}

TEST_CASE("a failed attempt is repeated after the delay while retries are left", "[scheduler]") {
    stage s(plan().server("a").task("x").retries(2, 30s));
    s.decide();
    CHECK(s.finish("x", outcome::failed).decide() == lines{"ended x#1 failed retry 30s"});
    CHECK(s.wake() == "wake 30s");
    CHECK(s.task("x").state == task_state::delayed);
    s.wait(30s);
    CHECK(s.decide() == lines{"start x#2 a"});
    CHECK(s.finish("x", outcome::failed).decide() == lines{"ended x#2 failed retry 1m"});
    s.wait(30s);
    CHECK(s.decide() == lines{"start x#3 a"});
    CHECK(s.finish("x", outcome::failed).decide() ==
          lines{"ended x#3 failed", "settled x failed", "finish failed"});
}

TEST_CASE("a retry goes to a server not yet tried, if one takes work", "[scheduler]") {
    stage s(plan().server("a", 1, 2.0).server("b").task("x").retries(2).task("y").on({"b"}));
    CHECK(s.decide() == lines{"start x#1 a", "start y#1 b"});
    s.finish("x", outcome::failed);
    SECTION("it waits for a slot there") {
        CHECK(only("start", s.decide()).empty());
        CHECK(only("start", s.finish("y").decide()) == lines{"start x#2 b"});
        CHECK(only("start", s.finish("x", outcome::failed).decide()) == lines{"start x#3 a"});
    }
    SECTION("not while that one is drained") {
        CHECK(only("start", s.drain("b").decide()) == lines{"start x#2 a"});
    }
    SECTION("not while that one is down") {
        CHECK(only("start", s.down("b").decide()) == lines{"start x#2 a"});
    }
}

TEST_CASE("a job that somebody canceled is not repeated", "[scheduler]") {
    stage s(plan().server("a").task("x").retries(3).restartable());
    s.decide();
    CHECK(s.finish("x", outcome::canceled).decide() ==
          lines{"ended x#1 canceled", "settled x canceled", "finish failed"});
}

TEST_CASE("an attempt is stopped once when its time is up, counted from the accepted start",
          "[scheduler]") {
    stage s(plan().server("a").task("x").timeout(1min));
    s.decide();
    s.wait(30s).accept("x");
    CHECK(s.decide().empty());
    CHECK(s.wake() == "wake 1m30s");
    s.wait(59999ms);
    CHECK(s.decide().empty());
    s.wait(1ms);
    CHECK(s.decide() == lines{"stop x#1 timed_out"});
    CHECK(s.task("x").state == task_state::stopping);
    s.wait(1h);
    CHECK(s.decide().empty());
    SECTION("the stop ended it") {
        CHECK(s.finish("x", outcome::canceled).decide() ==
              lines{"ended x#1 failed", "settled x failed timed_out", "finish failed"});
    }
    SECTION("it had succeeded before") {
        CHECK(s.finish("x").decide() ==
              lines{"ended x#1 succeeded", "settled x succeeded", "finish succeeded"});
    }
    SECTION("nobody knows") {
        CHECK(s.lose("x").decide() ==
              lines{"ended x#1 unknown", "settled x unknown", "finish failed"});
    }
}

TEST_CASE("an attempt that timed out is retried", "[scheduler]") {
    stage s(plan().server("a").task("x").timeout(1min).retries(1));
    s.decide();
    s.accept("x").wait(1min).decide();
    CHECK(s.finish("x", outcome::canceled).decide() ==
          lines{"ended x#1 failed retry 1m", "start x#2 a"});
    s.accept("x").wait(1min);
    CHECK(s.decide() == lines{"stop x#2 timed_out"});
}

TEST_CASE("a stop is not told when its attempt has ended meanwhile", "[scheduler]") {
    stage s(plan().server("a").task("x").timeout(1min));
    s.decide();
    s.accept("x").wait(2min).finish("x");
    CHECK(s.decide() == lines{"ended x#1 succeeded", "settled x succeeded", "finish succeeded"});
}

TEST_CASE("a start in doubt is confirmed before anything else happens to its task", "[scheduler]") {
    stage s(plan().server("a").server("b").task("x"));
    s.decide();
    CHECK(s.doubt("x").decide() == lines{"confirm x#1 a"});
    s.wait(1h);
    CHECK(s.decide().empty());
    SECTION("it had started") {
        s.accept("x");
        CHECK(s.task("x").state == task_state::running);
    }
    SECTION("it had not") {
        CHECK(s.refuse("x", refusal::not_sent).decide() == lines{"start x#2 b"});
    }
    SECTION("still in doubt: asked again") {
        CHECK(s.doubt("x").decide().size() == 1);
    }
    SECTION("it had even ended") {
        CHECK(s.finish("x").decide().back() == "finish succeeded");
        CHECK(s.task("x").started == 1);
    }
}

TEST_CASE("an attempt with an unknown end is final unless the task is restartable", "[scheduler]") {
    SECTION("final") {
        stage s(plan().server("a").server("b").task("x").retries(5));
        s.decide();
        CHECK(s.accept("x").lose("x").decide() ==
              lines{"ended x#1 unknown", "settled x unknown", "finish failed"});
    }
    SECTION("restartable: elsewhere, without using up retries") {
        stage s(plan().server("a").server("b").task("x").restartable().retries(1));
        s.decide();
        CHECK(s.accept("x").lose("x").decide() ==
              lines{"ended x#1 unknown retry 0s", "start x#2 b"});
        CHECK(s.finish("x", outcome::failed).decide().back() == "start x#3 a");
    }
    SECTION("restarts are limited") {
        stage s(plan().server("a").task("x").restartable(), {.max_restarts = 2});
        CHECK(only("start", s.run_to_end(outcome::unknown)).size() == 3);
        CHECK(s.machine().result() == outcome::failed);
    }
}

TEST_CASE("attempts stay when the connection is lost for a while", "[scheduler]") {
    stage s(plan().server("a").server("b").task("x"));
    s.decide();
    s.accept("x").down("a").wait(4min);
    CHECK(s.decide().empty());
    CHECK(s.up("a").finish("x").decide().back() == "finish succeeded");
}

TEST_CASE("when a server is gone its attempts are unknown, but starts not intended go elsewhere",
          "[scheduler]") {
    stage s(plan().server("a", 4).tasks({"running", "doubt", "intended"}).server("b"), {}, false);
    s.up("a").decide();
    s.accept("running").doubt("doubt").down("a", true);
    CHECK(only("settled", s.decide()) ==
          lines{"settled running unknown", "settled doubt unknown", "settled intended unknown"});

    scheduler machine(plan().server("a", 1, 2.0).server("b").task("x"), make_least_loaded_policy());
    machine.feed(event::server_up{server_id{0}}, start_of_time);
    machine.feed(event::server_up{server_id{1}}, start_of_time);
    (void)machine.decide(start_of_time);
    machine.feed(event::server_down{server_id{0}, {}, {}, true}, start_of_time);
    auto const then = machine.decide(start_of_time);
    CHECK(std::get<decision::start>(then.at(0)).server == server_id{1});
    CHECK(std::get<decision::start>(then.at(0)).attempt == attempt_id{task_id{0}, 2});
}

TEST_CASE("a task that ran keeps its last outcome when no server is left for it", "[scheduler]") {
    stage s(plan().server("a").task("x").restartable());
    s.decide();
    s.accept("x").down("a", true);
    CHECK(only("settled", s.decide()) == lines{"settled x unknown no_eligible_server"});
}
