// Runs that another process goes on with, and starts that turn out to be somebody else's.
#include "plan_builder.hpp"
#include "stage.hpp"
#include "support/catch.hpp"

#include <ssislb/scheduler/policies.hpp>

using namespace ssislb;
using namespace ssislb::test;

TEST_CASE("what was decided and not intended is as if it had never been", "[scheduler][resume]") {
    stage s(plan().server("a").task("x"));
    CHECK(s.decide(false) == lines{"start x#1 a"});
    SECTION("it is decided anew as soon as the server is up") {
        s.resume();
        CHECK(s.task("x").state == task_state::ready);
        CHECK(s.server("a").running == 0);
        CHECK(s.decide().empty());
        CHECK(s.up("a").decide() == lines{"start x#2 a"});
    }
    SECTION("nothing more is started in a canceled run") {
        CHECK(s.cancel().resume().decide() == lines{"skipped x run_canceled", "finish canceled"});
    }
}

TEST_CASE("what was intended is confirmed when its server is up", "[scheduler][resume]") {
    stage s(plan().server("a").server("b").task("x").on({"a"}).task("y").on({"b"}));
    s.decide();
    s.doubt("y").resume();
    CHECK(s.decide().empty());
    CHECK(s.up("b").decide() == lines{"confirm y#1 b"});
    CHECK(s.up("a").decide() == lines{"confirm x#1 a"});
    CHECK(s.up("a").decide().empty());
}

TEST_CASE("what was accepted is waited for again", "[scheduler][resume]") {
    stage s(plan().server("a").task("x").timeout(1min));
    s.decide();
    s.accept("x");
    SECTION("once") {
        CHECK(s.resume().up("a").decide() == lines{"reattach x#1 a"});
        CHECK(s.up("a").decide().empty());
        s.wait(1min);
        CHECK(s.decide() == lines{"stop x#1 timed_out"});
    }
    SECTION("and stopped, if its time is up, measured from the true start") {
        s.wait(40s).resume().wait(30s);
        CHECK(s.decide().empty());
        CHECK(s.task("x").state == task_state::stopping);
        CHECK(s.up("a").decide() == lines{"reattach x#1 a", "stop x#1 timed_out"});
    }
    SECTION("and stopped, if its time was up before anybody came back") {
        CHECK(s.wait(2min).resume().decide().empty());
        CHECK(s.up("a").decide() == lines{"reattach x#1 a", "stop x#1 timed_out"});
    }
    SECTION("and stopped again, if it was being stopped") {
        s.cancel(true).decide();
        CHECK(s.resume().up("a").decide() == lines{"reattach x#1 a", "stop x#1 run_canceled"});
    }
    SECTION("not if it has ended meanwhile") {
        CHECK(s.resume().up("a").finish("x").decide() ==
              lines{"ended x#1 succeeded", "settled x succeeded", "finish succeeded"});
    }
    SECTION("not on a server that is gone") {
        CHECK(s.resume().down("a", true).decide() ==
              lines{"ended x#1 unknown", "settled x unknown", "finish failed"});
    }
}

TEST_CASE("of servers nothing is known after a resume, of the run all", "[scheduler][resume]") {
    stage s(plan().server("a", 3).server("b").server("c").task("x").retries(2, 1min).task("y"),
            {.roll_call = 10s});
    s.limit("a", 2).drain("b").down("c", true).pause().resume();
    CHECK(s.server("a").state == server_state::unheard);
    CHECK(s.server("a").max_jobs == 2);
    CHECK(s.server("b").drained);
    CHECK(s.server("c").state == server_state::gone);
    CHECK(s.machine().paused());
    SECTION("the roll is called again") {
        CHECK(s.proceed().up("a").decide().empty());
        s.wait(10s);
        CHECK(s.decide().size() == 2);
    }
    SECTION("it is over when all have answered") {
        CHECK(s.proceed().up("a").up("b").decide().size() == 2);
    }
}

TEST_CASE("patience counts from the resume", "[scheduler][resume]") {
    stage s(plan().server("a").task("x"), {.patience = 1min}, false);
    s.wait(50s).resume().wait(59s);
    CHECK(s.decide().empty());
    s.wait(1s);
    CHECK(s.decide() == lines{"settled x failed no_available_server", "finish failed"});
}

TEST_CASE("who was barred may be barred again", "[scheduler][resume]") {
    stage s(plan().server("a").server("b").task("x"));
    s.bar("x", "a").resume().up("a");
    CHECK(s.decide() == lines{"start x#1 a"});
}

TEST_CASE("retries and their delays carry over", "[scheduler][resume]") {
    stage s(plan().server("a").task("x").retries(1, 1min));
    s.decide();
    s.finish("x", outcome::failed).decide();
    s.wait(30s).resume().up("a");
    CHECK(s.decide().empty());
    CHECK(s.task("x").state == task_state::delayed);
    s.wait(30s);
    CHECK(s.decide() == lines{"start x#2 a"});
    CHECK(s.finish("x", outcome::failed).decide().back() == "finish failed");
}

TEST_CASE("a start that was somebody else's run is taken back", "[scheduler][resume]") {
    stage s(plan().server("a").task("x").retries(1));
    s.decide();
    s.accept("x");
    CHECK(s.task("x").started == 1);
    CHECK(s.disprove("x").decide().empty());
    CHECK(s.task("x").started == 0);
    CHECK(s.server("a").running == 0);
    SECTION("its job was busy there, and no retry is used up") {
        s.wait(5s);
        CHECK(s.decide() == lines{"start x#2 a"});
        CHECK(s.finish("x", outcome::failed).decide().front() == "ended x#2 failed retry 5s");
    }
    SECTION("in a canceled run it is given up") {
        CHECK(s.cancel().decide() == lines{"skipped x run_canceled", "finish canceled"});
    }
}

TEST_CASE("ends come in the same order whether a machine has placed or not",
          "[scheduler][resume]") {
    parent_package const package = plan()
                                       .server("a")
                                       .server("b")
                                       .task("x")
                                       .on({"a"})
                                       .expected(1min)
                                       .task("y")
                                       .on({"a"})
                                       .expected(2min);
    auto const ends = [&](bool places) {
        scheduler machine(package, make_critical_path_policy(no_trials));
        machine.feed(event::server_up{server_id{1}}, start_of_time);
        // From now on x ranks above y, as soon as anybody places.
        machine.feed(event::history_read{server_id{0}, {{task_id{0}, 1h, 0, 9}}}, start_of_time);
        if (places)
            static_cast<void>(machine.decide(start_of_time));
        lines all;
        for (run_decision const& one : machine.consequences(start_of_time + 1h))
            all.push_back(describe(package, one));
        return all;
    };
    CHECK(ends(true).size() == 2);
    CHECK(ends(true) == ends(false));
}
