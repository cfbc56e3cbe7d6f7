// A run that is resumed: what is taken over from the process before, and how.
#include "plan_builder.hpp"
#include "stage.hpp"
#include "support/catch.hpp"

using namespace ssislb;
using namespace ssislb::test;

namespace {

stage& resume(stage& s) {
    return s.feed(event::run_resumed{});
}

stage& disprove(stage& s, std::string_view task) {
    return s.feed(event::start_disproved{s.newest(task), {}});
}

} // namespace

TEST_CASE("start_decided brings back what decide had decided", "[scheduler][resume]") {
    parent_package const package = plan().server("a", 2).starts_per_second(0.1).tasks({"x", "y"});
    stage s(package);
    s.feed(event::start_decided{{task_id{0}, 3}, server_id{0}});
    CHECK(s.task("x").state == task_state::starting);
    CHECK(s.task("x").attempt == 3);
    CHECK(s.server("a").running == 1);
    // The pace counts from it.
    CHECK(s.wait(9s).decide().empty());
    CHECK(s.wait(1s).decide() == lines{"start y#1 a"});
    // In a run that lives it says nothing new.
    s.feed(event::start_decided{{task_id{1}, 1}, server_id{0}});
    CHECK(s.server("a").running == 2);
}

TEST_CASE("consequences tells ends, and no starts", "[scheduler][resume]") {
    stage s(plan().server("a").task("x").task("y").after("x"));
    s.decide();
    s.accept("x").finish("x");
    CHECK(s.consequences() == lines{"ended x#1 succeeded", "settled x succeeded"});
    CHECK(s.consequences().empty());
    CHECK(s.decide() == lines{"start y#1 a"});
    s.finish("y");
    CHECK(s.consequences() == lines{"ended y#1 succeeded", "settled y succeeded"});
    CHECK(s.decide() == lines{"finish succeeded"});
}

TEST_CASE("a start that was decided and not intended is made again", "[scheduler][resume]") {
    stage s(plan().server("a").task("x").retries(0));
    s.feed(event::start_decided{{task_id{0}, 1}, server_id{0}});
    CHECK(resume(s).task("x").state == task_state::ready);
    CHECK(s.server("a").running == 0);
    CHECK(s.decide().empty());
    CHECK(s.up("a").decide() == lines{"start x#2 a"});
}

TEST_CASE("one that was decided is not made again after the run was canceled",
          "[scheduler][resume]") {
    stage s(plan().server("a").task("x"));
    s.feed(event::start_decided{{task_id{0}, 1}, server_id{0}});
    s.cancel();
    CHECK(resume(s).decide() == lines{"skipped x run_canceled", "finish canceled"});
}

TEST_CASE("a start that was intended is confirmed when its server is up", "[scheduler][resume]") {
    stage s(plan().server("a").task("x"));
    s.decide();
    CHECK(resume(s).decide().empty());
    CHECK(s.server("a").running == 1);
    CHECK(s.up("a").decide() == lines{"confirm x#1 a"});
    CHECK(s.up("a").decide().empty());
    CHECK(s.accept("x").task("x").state == task_state::running);
}

TEST_CASE("of a start in doubt nothing is told until its server is up", "[scheduler][resume]") {
    stage s(plan().server("a").task("x"));
    s.decide();
    s.doubt("x");
    CHECK(resume(s).doubt("x").decide().empty());
    CHECK(s.up("a").decide() == lines{"confirm x#1 a"});
}

TEST_CASE("what runs is waited for again when its server is up", "[scheduler][resume]") {
    stage s(plan().server("a").server("b").tasks({"x", "y"}));
    s.decide();
    s.accept("x").accept("y");
    CHECK(resume(s).decide().empty());
    CHECK(s.up("b").decide() == lines{"reattach y#1 b"});
    CHECK(s.up("a").decide() == lines{"reattach x#1 a"});
    CHECK(s.finish("x").decide() == lines{"ended x#1 succeeded", "settled x succeeded"});
}

TEST_CASE("an attempt that is lost again is not reattached", "[scheduler][resume]") {
    stage s(plan().server("a").task("x"));
    s.decide();
    s.accept("x");
    resume(s).up("a").down("a", true);
    CHECK(s.decide() == lines{"ended x#1 unknown", "settled x unknown", "finish failed"});
}

TEST_CASE("what was being stopped is stopped again", "[scheduler][resume]") {
    stage s(plan().server("a").task("x"));
    s.decide();
    s.accept("x").cancel(true);
    CHECK(s.decide() == lines{"stop x#1 run_canceled"});
    CHECK(resume(s).decide().empty());
    CHECK(s.up("a").decide() == lines{"reattach x#1 a", "stop x#1 run_canceled"});
}

TEST_CASE("a timeout counts from the acceptance, whoever looks", "[scheduler][resume]") {
    stage s(plan().server("a").task("x").timeout(60s));
    s.decide();
    s.accept("x").decide();
    SECTION("it passed while no process was there") {
        resume(s.wait_unwatched(100s));
        CHECK(s.decide().empty());
        CHECK(s.up("a").decide() == lines{"reattach x#1 a", "stop x#1 timed_out"});
    }
    SECTION("it passes before the server is up") {
        resume(s.wait_unwatched(50s)).wait(10s);
        CHECK(s.decide().empty());
        CHECK(s.up("a").decide() == lines{"reattach x#1 a", "stop x#1 timed_out"});
    }
    SECTION("it passes afterwards") {
        resume(s.wait_unwatched(50s)).up("a");
        CHECK(s.decide() == lines{"reattach x#1 a"});
        CHECK(s.wait(9s).decide().empty());
        CHECK(s.wait(1s).decide() == lines{"stop x#1 timed_out"});
    }
}

TEST_CASE("no patience ends while no process is there", "[scheduler][resume]") {
    stage s(plan().server("a").task("x"), {.patience = 60s});
    s.down("a").decide();
    resume(s.wait_unwatched(1h));
    CHECK(s.decide().empty());
    CHECK(s.wait(59s).decide().empty());
    CHECK(s.wait(1s).decide() == lines{"settled x failed no_available_server", "finish failed"});
}

TEST_CASE("drains, limits, skips and the pause are kept, what was heard of servers is not",
          "[scheduler][resume]") {
    stage s(plan().server("a", 4).server("b").tasks({"x", "y"}));
    s.drain("b").limit("a", 2).pause().skip("y").bar("x", "a");
    s.down("b");
    resume(s);
    CHECK(s.server("a").state == server_state::unheard);
    CHECK(s.server("a").max_jobs == 2);
    CHECK(s.server("b").state == server_state::unheard);
    CHECK(s.server("b").drained);
    CHECK(s.machine().paused());
    CHECK(s.decide() == lines{"skipped y requested"});
    // It may have the job now.
    CHECK(s.up("a").up("b").proceed().decide() == lines{"start x#1 a"});
}

TEST_CASE("a server that was gone stays gone", "[scheduler][resume]") {
    stage s(plan().server("a").server("b").task("x"));
    s.down("b", true).decide();
    CHECK(resume(s).server("b").state == server_state::gone);
}

TEST_CASE("the roll is called again", "[scheduler][resume]") {
    stage s(plan().server("a").server("b", 1, 4.0).task("x"), {.roll_call = 10s});
    s.wait(1min);
    CHECK(resume(s).up("a").decide().empty());
    CHECK(s.up("b").decide() == lines{"start x#1 b"});
}

TEST_CASE("retries that are left, and their delays, are kept", "[scheduler][resume]") {
    stage s(plan().server("a").task("x").retries(1, 60s));
    s.decide();
    s.accept("x").finish("x", outcome::failed).decide();
    resume(s.wait_unwatched(20s)).up("a");
    CHECK(s.wait(39s).decide().empty());
    CHECK(s.wait(1s).decide() == lines{"start x#2 a"});
    CHECK(s.accept("x").finish("x", outcome::failed).decide() ==
          lines{"ended x#2 failed", "settled x failed", "finish failed"});
}

TEST_CASE("a start that is disproved has never been", "[scheduler][resume]") {
    stage s(plan().server("a").task("x").retries(0), {.busy_delay = 5s});
    s.decide();
    SECTION("while it was in doubt") {
        s.doubt("x").decide();
    }
    SECTION("after it was accepted") {
        s.accept("x").decide();
        CHECK(s.task("x").started == 1);
    }
    disprove(s, "x");
    CHECK(s.task("x").state == task_state::ready);
    CHECK(s.task("x").started == 0);
    CHECK(s.server("a").running == 0);
    // The job was busy.
    CHECK(s.decide().empty());
    CHECK(s.wait(5s).decide() == lines{"start x#2 a"});
}

TEST_CASE("a server where a start was disproved is not one where the task was tried",
          "[scheduler][resume]") {
    stage s(plan().server("a").server("b").task("x"), {.busy_delay = 0s});
    s.drain("b").decide();
    s.accept("x");
    disprove(s, "x").undrain("b").wait(0s);
    CHECK(s.decide() == lines{"start x#2 a"});
}

TEST_CASE("one that is disproved after a cancel ends the task as never started",
          "[scheduler][resume]") {
    stage s(plan().server("a").task("x"));
    s.decide();
    s.accept("x").cancel();
    CHECK(disprove(s, "x").decide() == lines{"skipped x run_canceled", "finish canceled"});
}
