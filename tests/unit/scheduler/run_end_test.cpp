// How a run ends: error limit, cancel, finish; what is ignored; wakes and replays.
#include "plan_builder.hpp"
#include "stage.hpp"
#include "support/catch.hpp"

#include <ssislb/scheduler/policies.hpp>

using namespace ssislb;
using namespace ssislb::test;

TEST_CASE("at the error limit nothing more is started, what runs goes on", "[scheduler]") {
    stage s(plan()
                .server("a", 3)
                .error_limit(2)
                .tasks({"x", "y", "z"})
                .retries(5)
                .tasks({"later", "handler"})
                .after_failure("x")
                .task("after y")
                .after("y"));
    s.decide();
    s.finish("x", outcome::failed);
    CHECK(only("s", s.decide()) == lines{"settled x failed", "start later#1 a"});
    s.finish("y", outcome::unknown);
    CHECK(only("s", s.decide()) ==
          lines{"settled y unknown", "skipped after y precedence", "skipped handler error_limit"});
    CHECK(s.finish("z", outcome::failed).decide() == lines{"ended z#1 failed", "settled z failed"});
    CHECK(s.finish("later").decide().back() == "finish failed");
}

TEST_CASE("a task that waits for a retry keeps its outcome at the error limit", "[scheduler]") {
    stage s(plan().server("a", 3).error_limit(1).task("x").retries(1, 1h).task("y"));
    s.decide();
    s.finish("x", outcome::failed).finish("y", outcome::failed);
    CHECK(only("settled", s.decide()) == lines{"settled y failed", "settled x failed"});
}

TEST_CASE("a cancel skips what has not started and lets running tasks finish", "[scheduler]") {
    stage s(plan().server("a").task("x").retries(1).task("y").task("z").after("x"));
    s.decide();
    s.accept("x").cancel();
    CHECK(s.decide() == lines{"skipped y run_canceled", "skipped z run_canceled"});
    SECTION("it succeeds") {
        CHECK(s.finish("x").decide() ==
              lines{"ended x#1 succeeded", "settled x succeeded", "finish canceled"});
    }
    SECTION("it fails, and is not repeated") {
        CHECK(s.finish("x", outcome::failed).decide() ==
              lines{"ended x#1 failed", "settled x failed", "finish canceled"});
    }
    SECTION("somebody wants it stopped after all") {
        CHECK(s.cancel(true).decide() == lines{"stop x#1 run_canceled"});
    }
}

TEST_CASE("a cancel that stops jobs stops each once, also one accepted later", "[scheduler]") {
    stage s(plan().server("a", 9).task("x").timeout(1s).tasks({"y", "z"}).timeout(1h));
    s.decide();
    s.accept("x").accept("y").wait(1s);
    s.decide();
    CHECK(s.cancel(true).decide() == lines{"stop y#1 run_canceled"});
    CHECK(s.cancel(true).accept("z").decide() == lines{"stop z#1 run_canceled"});
    s.wait(2h);
    CHECK(s.decide().empty());
    s.finish("x", outcome::canceled).finish("y", outcome::canceled).finish("z");
    CHECK(only("settled", s.decide()) ==
          lines{"settled x failed timed_out", "settled y canceled", "settled z succeeded"});
    CHECK(s.machine().result() == outcome::canceled);
}

TEST_CASE("a cancel that changes nothing leaves the run's outcome alone", "[scheduler]") {
    stage s(plan().server("a").task("x"));
    s.decide();
    s.accept("x").cancel(true).decide();
    CHECK(s.finish("x").decide().back() == "finish succeeded");
}

TEST_CASE("a refused start is not repeated after a cancel", "[scheduler]") {
    stage s(plan().server("a").task("x"));
    s.decide();
    CHECK(s.cancel().decide().empty());
    CHECK(s.refuse("x", refusal::busy).decide() ==
          lines{"skipped x run_canceled", "finish canceled"});
}

TEST_CASE("events of attempts that ended or never were are ignored", "[scheduler]") {
    stage s(plan().server("a").tasks({"x", "y"}).task("z").after("y"));
    s.decide();
    attempt_id const old = s.newest("x");
    attempt_id const never{task_id{1}, 7};
    attempt_id const nobody{task_id{99}, 1};
    s.finish("x");
    s.decide();
    run_counts const before = s.machine().counts();
    for (attempt_id const one : {old, never, nobody}) {
        s.feed(event::start_accepted{one}).feed(event::start_in_doubt{one});
        s.feed(event::start_refused{one, refusal::busy, {}, {}});
        s.feed(event::job_started{one, {}}).feed(event::job_finished{one, {}});
        s.feed(event::attempt_lost{one, {}, {}});
    }
    s.feed(event::start_intended{old, server_id{0}, {}});
    s.feed(event::start_intended{never, server_id{5}, {}});
    s.feed(event::server_up{server_id{5}}).feed(event::server_down{server_id{5}, {}, {}, true});
    s.feed(event::server_drained{server_id{5}}).feed(event::server_undrained{server_id{5}});
    s.feed(event::tasks_barred{server_id{0}, {task_id{99}}, {}});
    s.feed(event::tasks_barred{server_id{5}, {task_id{0}}, {}});
    CHECK(s.decide().empty());
    CHECK(s.machine().counts() == before);
}

TEST_CASE("an accepted start cannot be refused or doubted any more", "[scheduler]") {
    stage s(plan().server("a").task("x"));
    s.decide();
    s.accept("x").accept("x").refuse("x", refusal::busy).doubt("x");
    CHECK(s.decide().empty());
    CHECK(s.task("x").state == task_state::running);
    CHECK(s.task("x").started == 1);
}

TEST_CASE("nothing follows the finish", "[scheduler]") {
    stage s(plan().server("a").task("x"));
    CHECK(s.run_to_end().back() == "finish succeeded");
    s.cancel(true).finish("x").down("a", true).wait(1h);
    CHECK(s.decide().empty());
    CHECK(s.machine().finished());
    CHECK(s.machine().result() == outcome::succeeded);
}

TEST_CASE("a wake is told when the next instant changes, not otherwise", "[scheduler]") {
    scheduler machine(plan().server("a", 2).task("x").timeout(1min).task("y").timeout(2min),
                      make_least_loaded_policy());
    auto const wakes = [&](timestamp now) {
        std::vector<timestamp> result;
        for (run_decision const& one : machine.decide(now))
            if (auto const* wake = std::get_if<decision::wake>(&one))
                result.push_back(wake->at);
        return result;
    };
    machine.feed(event::server_up{server_id{0}}, start_of_time);
    CHECK(wakes(start_of_time).empty());
    machine.feed(event::start_accepted{{task_id{0}, 1}}, start_of_time);
    machine.feed(event::start_accepted{{task_id{1}, 1}}, start_of_time);
    CHECK(wakes(start_of_time) == std::vector{start_of_time + 1min});
    CHECK(wakes(start_of_time + 30s).empty());
    machine.feed(event::job_finished{{task_id{0}, 1}, {}}, start_of_time + 40s);
    CHECK(wakes(start_of_time + 40s) == std::vector{start_of_time + 2min});
}

TEST_CASE("time does not go back", "[scheduler]") {
    scheduler machine(plan().server("a").task("x").timeout(1min), make_least_loaded_policy());
    machine.feed(event::server_up{server_id{0}}, start_of_time + 1h);
    (void)machine.decide(start_of_time);
    machine.feed(event::start_accepted{{task_id{0}, 1}}, start_of_time);
    CHECK(machine.status(task_id{0}).running_since == start_of_time + 1h);
}

TEST_CASE("a timer takes effect at its own instant, however late the call", "[scheduler]") {
    stage s(plan().server("a").task("x").retries(1, 30s).task("y"), {.patience = 1min});
    s.decide();
    s.finish("x", outcome::failed).down("a").decide();
    s.wait(89999ms);
    CHECK(only("settled", s.decide()) == lines{"settled y failed no_available_server"});
    s.wait(1ms);
    CHECK(only("settled", s.decide()) == lines{"settled x failed no_available_server"});
}

TEST_CASE("recorded events alone bring a run back to where it was", "[scheduler]") {
    plan const p = plan()
                       .server("a", 1, 2.0)
                       .server("b")
                       .tasks({"done", "running", "doubt"})
                       .task("last")
                       .after("done");
    stage s(p);
    attempt_id const done{task_id{0}, 1};
    attempt_id const running{task_id{1}, 1};
    attempt_id const doubt{task_id{2}, 3};
    // Placed as no policy of today would.
    s.feed(event::start_intended{done, server_id{1}, {}}).feed(event::start_accepted{done});
    s.finish("done");
    s.feed(event::start_intended{running, server_id{1}, {}}).feed(event::start_accepted{running});
    s.feed(event::start_intended{doubt, server_id{0}, {}}).feed(event::start_in_doubt{doubt});
    CHECK(s.task("running").server == server_id{1});
    CHECK(s.decide() ==
          lines{"ended done#1 succeeded", "settled done succeeded", "confirm doubt#3 a"});
    CHECK(s.refuse("doubt", refusal::not_sent).decide() == lines{"start last#1 a"});
}
