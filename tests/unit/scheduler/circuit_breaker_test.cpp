// Servers on which starts fail get none for a while.
#include "plan_builder.hpp"
#include "scheduler/circuit_breaker.hpp"
#include "stage.hpp"
#include "support/catch.hpp"

using namespace ssislb;
using namespace ssislb::test;
using detail::circuit_breaker;

namespace {

/// Refused so often in a row, whenever the task is started.
void refuse_often(stage& s, std::string_view task, refusal why, int times) {
    for (int i = 0; i < times; ++i) {
        s.decide();
        REQUIRE(s.task(task).state == task_state::starting);
        s.refuse(task, why).wait(5s);
    }
}

breaker_state breaker_of(stage const& s) {
    return s.server("a").breaker;
}

} // namespace

TEST_CASE("a breaker opens for a delay that doubles up to its limit", "[scheduler][breaker]") {
    circuit_breaker breaker({.threshold = 2, .first_delay = 30s, .longest_delay = 100s});
    timestamp now = start_of_time;
    breaker.trouble(now);
    CHECK(breaker.state() == breaker_state::closed);
    breaker.trouble(now);
    for (auto const delay : {30s, 60s, 100s, 100s}) {
        CHECK(breaker.state() == breaker_state::open);
        CHECK(breaker.open_until() == now + delay);
        // These were started before it opened.
        breaker.trouble(now + 1s);
        breaker.trip(now + 1s);
        CHECK(breaker.open_until() == now + delay);
        now += delay;
        breaker.half_open();
        CHECK(breaker.state() == breaker_state::half_open);
        CHECK_FALSE(breaker.open_until());
        breaker.trouble(now);
    }
    breaker.half_open();
    breaker.success();
    CHECK(breaker.state() == breaker_state::closed);
    breaker.trouble(now);
    CHECK(breaker.state() == breaker_state::closed);
    breaker.trip(now);
    CHECK(breaker.open_until() == now + 30s);
}

TEST_CASE("the first delay is not cut by a limit below it", "[scheduler][breaker]") {
    circuit_breaker breaker({.threshold = 1, .first_delay = 30s, .longest_delay = 1s});
    breaker.trouble(start_of_time);
    CHECK(breaker.open_until() == start_of_time + 30s);
    breaker.half_open();
    breaker.trouble(start_of_time);
    CHECK(breaker.open_until() == start_of_time + 30s);
}

TEST_CASE("an Agent that is down opens the breaker at once", "[scheduler][breaker]") {
    stage s(plan().server("a", 3).tasks({"x", "y", "z"}));
    s.decide();
    s.accept("y").refuse("x", refusal::agent_down);
    CHECK(breaker_of(s) == breaker_state::open);
    CHECK(s.server("a").agent_down);
    CHECK(s.decide().empty());
    SECTION("an old start that is accepted closes it") {
        CHECK(s.accept("z").decide() == lines{"start x#2 a"});
        CHECK(breaker_of(s) == breaker_state::closed);
        CHECK_FALSE(s.server("a").agent_down);
    }
    SECTION("an old start that is refused, too, changes nothing") {
        s.wait(20s).refuse("z", refusal::agent_down).wait(10s);
        CHECK(s.decide() == lines{"start x#2 a"});
    }
}

TEST_CASE("three starts in a row that come to nothing open the breaker", "[scheduler][breaker]") {
    auto const why = GENERATE(refusal::transient, refusal::not_sent);
    stage s(plan().server("a", 2).tasks({"x", "y"}));
    s.decide();
    SECTION("no success between them") {
        s.accept("y").finish("y");
        refuse_often(s, "x", why, 2);
        CHECK(breaker_of(s) == breaker_state::closed);
        refuse_often(s, "x", why, 1);
        CHECK(breaker_of(s) == breaker_state::open);
        CHECK_FALSE(s.server("a").agent_down);
        CHECK(s.decide().empty());
        // Of which 5 s have passed.
        CHECK(s.wait(24s).decide().empty());
        CHECK(s.wait(1s).decide() == lines{"start x#4 a"});
    }
    SECTION("an accepted start between them") {
        refuse_often(s, "x", why, 2);
        s.accept("y");
        refuse_often(s, "x", why, 2);
        CHECK(breaker_of(s) == breaker_state::closed);
    }
    SECTION("a busy job between them") {
        refuse_often(s, "x", why, 2);
        s.refuse("y", refusal::busy);
        refuse_often(s, "x", why, 2);
        CHECK(breaker_of(s) == breaker_state::closed);
    }
    SECTION("the server was reported up between them") {
        refuse_often(s, "x", why, 2);
        s.up("a");
        refuse_often(s, "x", why, 2);
        CHECK(breaker_of(s) == breaker_state::closed);
    }
}

TEST_CASE("refuted doubts and lost attempts count", "[scheduler][breaker]") {
    stage s(plan().server("a", 3).tasks({"x", "y", "z"}).restartable());
    s.decide();
    s.doubt("x").refuse("x", refusal::not_sent).accept("y").lose("y");
    CHECK(breaker_of(s) == breaker_state::closed);
    SECTION("the third one") {
        s.decide();
        s.lose("z");
        // That y was accepted made good what was before it.
        CHECK(breaker_of(s) == breaker_state::closed);
        CHECK(s.task("z").attempt == 1);
        s.decide();
        s.lose("z");
        CHECK(breaker_of(s) == breaker_state::open);
    }
    SECTION("what cannot run there says nothing") {
        s.decide();
        for (auto const* const task : {"y", "z"})
            s.refuse(task, refusal::not_eligible);
        CHECK(breaker_of(s) == breaker_state::closed);
    }
}

TEST_CASE("a half-open breaker lets one start through at a time", "[scheduler][breaker]") {
    stage s(plan().server("a", 3).tasks({"x", "y", "z"}));
    s.decide();
    for (auto const* const task : {"x", "y", "z"})
        s.refuse(task, refusal::agent_down);
    s.wait(30s);
    CHECK(s.decide() == lines{"start x#2 a"});
    CHECK(breaker_of(s) == breaker_state::half_open);
    CHECK(s.decide().empty());
    SECTION("its success closes it") {
        CHECK(s.accept("x").decide() == lines{"start y#2 a", "start z#2 a"});
    }
    SECTION("a busy job, too") {
        CHECK(s.refuse("x", refusal::busy).decide() == lines{"start y#2 a", "start z#2 a"});
    }
    SECTION("its failure opens it for twice as long") {
        auto const why = GENERATE(refusal::agent_down, refusal::transient, refusal::not_sent);
        s.refuse("x", why).wait(59s);
        CHECK(s.decide().empty());
        CHECK(s.wait(1s).decide().size() == 1);
    }
    SECTION("while it is in doubt it is out") {
        s.doubt("x").wait(4min);
        CHECK(s.decide() == lines{"confirm x#2 a"});
    }
    SECTION("where it cannot run another one tries") {
        CHECK(only("start", s.refuse("x", refusal::not_eligible).decide()) == lines{"start y#2 a"});
        CHECK(breaker_of(s) == breaker_state::half_open);
    }
    SECTION("the server is reported up") {
        CHECK(s.up("a").decide() == lines{"start y#2 a", "start z#2 a"});
        CHECK(breaker_of(s) == breaker_state::closed);
    }
}

TEST_CASE("while a server is on trial a retry goes elsewhere", "[scheduler][breaker]") {
    stage s(plan()
                .server("a", 2)
                .server("b", 2)
                .task("x")
                .on({"a"})
                .task("y")
                .on({"b", "a"})
                .retries(1));
    s.drain("b").decide();
    s.refuse("x", refusal::agent_down).refuse("y", refusal::agent_down).undrain("b");
    CHECK(s.decide() == lines{"start y#2 b"});
    s.wait(30s);
    CHECK(s.decide() == lines{"start x#2 a"});
    // b has been tried, and a would be the better one.
    CHECK(only("start", s.finish("y", outcome::failed).decide()) == lines{"start y#3 b"});
}

TEST_CASE("a server whose breaker is open is away, whatever opened it", "[scheduler][breaker]") {
    auto const why = GENERATE(refusal::agent_down, refusal::transient, refusal::not_sent);
    stage s(plan().server("a").task("x"));
    for (int second = 0; second < 1000 && !s.machine().finished(); ++second) {
        s.decide();
        s.refuse("x", why);
        s.wait(1s);
    }
    CHECK(s.machine().finished());
    CHECK(s.decide() == lines{"settled x failed no_available_server", "finish failed"});
}

TEST_CASE("a trial that succeeds begins patience anew", "[scheduler][breaker]") {
    stage s(plan().server("a").task("x").task("y"), {.patience = 1min});
    s.decide();
    s.refuse("x", refusal::agent_down).wait(30s).decide();
    s.accept("x").wait(40s);
    CHECK(s.decide().empty());
    CHECK(s.task("y").state == task_state::ready);
}

TEST_CASE("what an earlier process left says nothing of a server", "[scheduler][breaker]") {
    stage s(plan().server("a", 4).tasks({"v", "x", "y", "z"}), {.breaker_threshold = 1});
    s.decide();
    s.accept("v").resume().up("a").decide();
    SECTION("refused") {
        s.refuse("x", refusal::not_sent).refuse("y", refusal::transient);
        CHECK(breaker_of(s) == breaker_state::closed);
    }
    SECTION("lost") {
        s.lose("v").lose("x");
        CHECK(breaker_of(s) == breaker_state::closed);
    }
    SECTION("what it starts itself does") {
        s.refuse("x", refusal::not_sent).wait(5s).decide();
        s.refuse("x", refusal::not_sent);
        CHECK(breaker_of(s) == breaker_state::open);
    }
}
