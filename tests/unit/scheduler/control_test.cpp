// Control of a living run: slots changed, tasks skipped on request, pauses.
#include "plan_builder.hpp"
#include "stage.hpp"
#include "support/catch.hpp"

#include <ssislb/scheduler/policies.hpp>

using namespace ssislb;
using namespace ssislb::test;

namespace {

lines describe_all(parent_package const& package, std::vector<run_decision> const& all) {
    lines result;
    for (run_decision const& one : all)
        result.push_back(describe(package, one));
    return result;
}

} // namespace

TEST_CASE("a server with more slots than before takes more at once", "[scheduler]") {
    stage s(plan().server("a").tasks({"x", "y", "z"}));
    CHECK(s.decide() == lines{"start x#1 a"});
    CHECK(s.limit("a", 3).decide() == lines{"start y#1 a", "start z#1 a"});
    CHECK(s.server("a").max_jobs == 3);
}

TEST_CASE("fewer slots than are held stop nothing, and nothing starts until they suffice",
          "[scheduler]") {
    stage s(plan().server("a", 3).tasks({"v", "w", "x", "y", "z"}));
    CHECK(s.decide().size() == 3);
    CHECK(s.limit("a", 1).accept("v").accept("w").accept("x").decide().empty());
    CHECK(s.server("a").running == 3);
    CHECK(only("start", s.finish("v").decide()).empty());
    CHECK(only("start", s.finish("w").decide()).empty());
    CHECK(only("start", s.finish("x").decide()) == lines{"start y#1 a"});
}

TEST_CASE("a server cannot be left without a slot by its limit", "[scheduler]") {
    stage s(plan().server("a", 2).tasks({"x", "y"}));
    CHECK(s.limit("a", 0).decide().size() == 2);
}

TEST_CASE("a drained server stays drained when its slots change", "[scheduler]") {
    stage s(plan().server("a").tasks({"x", "y"}));
    CHECK(s.drain("a").limit("a", 2).decide().empty());
    CHECK(s.undrain("a").decide().size() == 2);
}

TEST_CASE("a task whose skip was requested counts as succeeded once its constraints hold",
          "[scheduler]") {
    stage s(plan().server("a").task("x").task("y").after("x").task("z").after("y"));
    CHECK(s.skip("y").decide() == lines{"start x#1 a"});
    CHECK(s.task("y").skip_requested);
    CHECK(s.finish("x").decide() == lines{"ended x#1 succeeded", "settled x succeeded",
                                          "skipped y requested", "start z#1 a"});
}

TEST_CASE("a requested skip does not make broken constraints hold", "[scheduler]") {
    stage s(plan().server("a").task("x").task("y").after("x").task("z").after("y"));
    s.skip("y").decide();
    CHECK(only("skipped", s.finish("x", outcome::failed).decide()) ==
          lines{"skipped y precedence", "skipped z precedence"});
}

TEST_CASE("a task that waits for a slot or a retry is skipped at once", "[scheduler]") {
    stage s(plan().server("a").task("x").retries(3, 30s).task("y").task("z").after("x"));
    s.decide();
    CHECK(s.skip("y").decide() == lines{"skipped y requested"});
    CHECK(s.accept("x").finish("x", outcome::failed).decide() ==
          lines{"ended x#1 failed retry 30s"});
    CHECK(s.skip("x").decide() == lines{"skipped x requested", "start z#1 a"});
    CHECK(s.wait(30s).decide().empty());
    CHECK(s.finish("z").decide().back() == "finish succeeded");
}

TEST_CASE("a skip means nothing to a task that is live or settled", "[scheduler]") {
    stage s(plan().server("a").task("x").retries(1));
    s.decide();
    s.skip("x").accept("x").skip("x");
    CHECK_FALSE(s.task("x").skip_requested);
    CHECK(only("start", s.finish("x", outcome::failed).decide()) == lines{"start x#2 a"});
    s.finish("x").decide();
    CHECK(s.skip("x").task("x").result == outcome::succeeded);
}

TEST_CASE("a disabled task keeps its own reason", "[scheduler]") {
    stage s(plan().server("a").task("x").task("y").after("x").disabled());
    s.skip("y").decide();
    CHECK(only("skipped", s.finish("x").decide()) == lines{"skipped y disabled"});
}

TEST_CASE("a paused run starts nothing, lets jobs end, and goes on when it is told to",
          "[scheduler]") {
    stage s(plan().server("a").task("x").task("y").after("x"));
    s.decide();
    s.pause();
    CHECK(s.machine().paused());
    CHECK(s.finish("x").decide() == lines{"ended x#1 succeeded", "settled x succeeded"});
    CHECK(s.wait(1h).decide().empty());
    CHECK(s.proceed().decide() == lines{"start y#1 a"});
}

TEST_CASE("timeouts pass and retries fall due in a pause, but none starts", "[scheduler]") {
    stage s(plan().server("a", 2).task("x").timeout(10s).task("y").retries(1, 5s));
    s.decide();
    s.accept("x").accept("y").finish("y", outcome::failed).pause();
    CHECK(s.decide() == lines{"ended y#1 failed retry 5s"});
    CHECK(s.wait(20s).decide() == lines{"stop x#1 timed_out"});
    CHECK(s.task("y").state == task_state::ready);
    CHECK(s.proceed().decide() == lines{"start y#2 a"});
}

TEST_CASE("patience does not end in a pause and is counted again after it", "[scheduler]") {
    stage s(plan().server("a").task("x"), {.patience = 60s}, false);
    s.decide();
    s.wait(50s).pause();
    CHECK(s.wait(1h).decide().empty());
    s.proceed();
    CHECK(s.decide().empty());
    CHECK(s.wait(59s).decide().empty());
    CHECK(only("settled", s.wait(1s).decide()) == lines{"settled x failed no_available_server"});
}

TEST_CASE("a start that is refused in a pause does not end a patience", "[scheduler]") {
    stage s(plan().server("a").task("x"), {.patience = 60s});
    s.decide();
    s.down("a").pause().wait(100s).refuse("x", refusal::not_sent);
    CHECK(s.decide().empty());
    CHECK(only("settled", s.proceed().wait(60s).decide()) ==
          lines{"settled x failed no_available_server"});
}

TEST_CASE("where slots were taken away, the first ends free none", "[scheduler][cp]") {
    // The short one ends in 18 s. Does that free a slot, it pays to wait for it.
    parent_package const package = plan()
                                       .server("quick", 2, 10.0)
                                       .server("slow")
                                       .task("long")
                                       .expected(60min)
                                       .task("short")
                                       .expected(3min)
                                       .task("next")
                                       .expected(2min);
    auto const started = [&](bool limited) {
        scheduler machine(package, make_critical_path_policy());
        machine.feed(event::server_up{server_id{0}}, start_of_time);
        CHECK(only("start", describe_all(package, machine.decide(start_of_time))).size() == 2);
        if (limited)
            machine.feed(event::server_limited{server_id{0}, 1}, start_of_time);
        machine.feed(event::server_up{server_id{1}}, start_of_time);
        return only("start", describe_all(package, machine.decide(start_of_time)));
    };
    CHECK(started(false).empty());
    CHECK(started(true) == lines{"start next#1 slow"});
}

TEST_CASE("what no server can run fails in a pause as well", "[scheduler]") {
    stage s(plan().server("a").task("x"));
    CHECK(s.pause().bar("x", "a").decide() ==
          lines{"settled x failed no_eligible_server", "finish failed"});
}

TEST_CASE("a paused run can be canceled, and finishes when nothing is left", "[scheduler]") {
    stage canceled(plan().server("a").task("x"));
    CHECK(canceled.pause().cancel().decide() == lines{"skipped x run_canceled", "finish canceled"});

    stage done(plan().server("a").task("x"));
    done.decide();
    CHECK(done.pause().finish("x").decide().back() == "finish succeeded");
}
