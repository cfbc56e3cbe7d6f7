// Servers: slots, drains, refusals, and tasks that no server will run.
#include "plan_builder.hpp"
#include "stage.hpp"
#include "support/catch.hpp"

using namespace ssislb;
using namespace ssislb::test;

TEST_CASE("a server runs at most max_jobs at a time", "[scheduler]") {
    stage s(plan().server("a", 2).tasks({"x", "y", "z"}));
    CHECK(s.decide() == lines{"start x#1 a", "start y#1 a"});
    CHECK(s.accept("x").decide().empty());
    CHECK(only("start", s.finish("x").decide()) == lines{"start z#1 a"});
}

TEST_CASE("an attempt in doubt and a stopping one hold their slots", "[scheduler]") {
    stage s(plan().server("a", 2).task("x").task("y").timeout(10s).task("z"));
    s.decide();
    s.doubt("x").accept("y").wait(10s);
    CHECK(s.decide() == lines{"confirm x#1 a", "stop y#1 timed_out"});
    CHECK(s.server("a").running == 2);
    CHECK(only("start", s.finish("y", outcome::canceled).decide()) == lines{"start z#1 a"});
}

TEST_CASE("max_concurrent_executables caps all servers together", "[scheduler]") {
    stage s(plan().at_most(3).server("a", 2).server("b", 2).tasks({"x", "y", "z", "v"}));
    CHECK(s.decide().size() == 3);
    CHECK(only("start", s.finish("z").decide()).size() == 1);
}

TEST_CASE("tasks go to the server with the largest share of free slots", "[scheduler]") {
    stage s(plan().server("a", 2).server("b", 4).tasks({"v", "w", "x", "y", "z"}));
    CHECK(s.decide() ==
          lines{"start v#1 a", "start w#1 b", "start x#1 b", "start y#1 a", "start z#1 b"});
}

TEST_CASE("on equal load the faster server is taken, then the first in the plan", "[scheduler]") {
    stage s(plan().server("a").server("b", 1, 2.0).server("c").tasks({"x", "y", "z"}));
    CHECK(s.decide() == lines{"start x#1 b", "start y#1 a", "start z#1 c"});
}

TEST_CASE("a task runs only on the servers it names", "[scheduler]") {
    stage s(plan().server("a").server("b", 5).task("x").on({"a"}).task("y").on({"a"}).task("z"));
    CHECK(s.decide() == lines{"start x#1 a", "start z#1 b"});
    CHECK(only("start", s.finish("x").decide()) == lines{"start y#1 a"});
}

TEST_CASE("two tasks with the same job never run on a server at the same time", "[scheduler]") {
    stage s(plan()
                .server("a", 9)
                .server("b", 2)
                .task("other")
                .on({"b"})
                .task("x")
                .job("j")
                .task("y")
                .job("j")
                .task("z")
                .job("j"));
    CHECK(s.decide() == lines{"start other#1 b", "start x#1 a", "start y#1 b"});
    CHECK(only("start", s.finish("x").decide()) == lines{"start z#1 a"});
}

TEST_CASE("nothing starts on a server before it is up, while it is down or drained",
          "[scheduler]") {
    stage s(plan().server("a", 2).tasks({"x", "y", "z"}), {}, false);
    CHECK(s.decide().empty());
    CHECK(s.server("a").state == server_state::unheard);
    s.up("a").drain("a");
    CHECK(s.decide().empty());
    s.undrain("a").down("a");
    CHECK(s.decide().empty());
    CHECK(s.up("a").decide().size() == 2);
    s.drain("a").finish("x");
    CHECK(only("start", s.decide()).empty());
    CHECK(only("start", s.undrain("a").decide()) == lines{"start z#1 a"});
}

TEST_CASE("a busy job is waited for and costs no retry", "[scheduler]") {
    stage s(plan().server("a").task("x").retries(1));
    s.decide();
    s.refuse("x", refusal::busy);
    CHECK(s.decide().empty());
    CHECK(s.wake() == "wake 5s");
    CHECK(s.server("a").running == 0);
    s.wait(4999ms);
    CHECK(s.decide().empty());
    s.wait(1ms);
    CHECK(s.decide() == lines{"start x#2 a"});
    s.finish("x", outcome::failed);
    CHECK(s.decide() == lines{"ended x#2 failed retry 5s", "start x#3 a"});
    CHECK(s.task("x").started == 1);
}

TEST_CASE("a task leaves a busy server alone, other tasks and servers do not", "[scheduler]") {
    stage s(plan().server("a").server("b").tasks({"x", "y"}).on({"a"}));
    CHECK(s.decide() == lines{"start x#1 a"});
    s.refuse("x", refusal::busy);
    CHECK(s.decide() == lines{"start x#2 b", "start y#1 a"});
}

TEST_CASE("where the Agent is down nothing starts for a while, or until the server is up again",
          "[scheduler]") {
    stage s(plan().server("a", 2).task("x").task("y").on({"a"}));
    s.decide();
    s.refuse("x", refusal::agent_down).refuse("y", refusal::agent_down);
    CHECK(s.server("a").agent_down);
    SECTION("time passes") {
        CHECK(s.decide().empty());
        s.wait(30s);
        CHECK(s.decide() == lines{"start x#2 a"});
        CHECK(s.server("a").agent_down);
        s.accept("x");
        CHECK_FALSE(s.server("a").agent_down);
    }
    SECTION("the server is up again") {
        s.up("a");
        CHECK(s.decide() == lines{"start x#2 a", "start y#2 a"});
    }
}

TEST_CASE("when the Agent is down another server takes the task at once", "[scheduler]") {
    stage s(plan().server("a", 1, 2.0).server("b").task("x"));
    CHECK(s.decide() == lines{"start x#1 a"});
    CHECK(s.refuse("x", refusal::agent_down).decide() == lines{"start x#2 b"});
}

TEST_CASE("a start that was not sent goes elsewhere, or to the same server once it is up",
          "[scheduler]") {
    stage s(plan().server("a", 1, 2.0).server("b").task("x"));
    s.decide();
    SECTION("elsewhere") {
        CHECK(s.refuse("x", refusal::not_sent).decide() == lines{"start x#2 b"});
    }
    SECTION("the same") {
        s.down("b").down("a").refuse("x", refusal::not_sent);
        CHECK(s.decide().empty());
        CHECK(s.up("a").decide() == lines{"start x#2 a"});
    }
    SECTION("the same, though its loss was never told") {
        s.down("b").refuse("x", refusal::not_sent);
        CHECK(s.decide().empty());
        s.wait(5s);
        CHECK(s.decide() == lines{"start x#2 a"});
    }
}

TEST_CASE("after a passing trouble the task tries the server again later", "[scheduler]") {
    stage s(plan().server("a").task("x"));
    s.decide();
    s.refuse("x", refusal::transient);
    CHECK(s.decide().empty());
    s.wait(5s);
    CHECK(s.decide() == lines{"start x#2 a"});
}

TEST_CASE("a server that cannot run a task's job is barred for that task only", "[scheduler]") {
    stage s(plan().server("a", 1, 2.0).server("b").tasks({"x", "y"}));
    s.decide();
    s.refuse("x", refusal::not_eligible).finish("y");
    CHECK(s.decide() == lines{"ended y#1 succeeded", "settled y succeeded", "start x#2 b"});
}

TEST_CASE("a ready task whose servers are all barred or gone fails at once", "[scheduler]") {
    plan const p = plan().server("a").server("b").task("x").task("y").after_completion("x");
    std::string const failed = "settled x failed no_eligible_server";
    SECTION("barred and gone before it is ready") {
        stage s(p, {}, false);
        s.bar("x", "a").down("b", true);
        CHECK(s.decide() == lines{failed});
        CHECK(s.up("a").decide() == lines{"start y#1 a"});
    }
    SECTION("by a refusal") {
        stage s(p);
        s.bar("x", "b");
        s.decide();
        CHECK(only("settled", s.refuse("x", refusal::not_eligible).decide()) == lines{failed});
    }
    SECTION("a waiting task is judged when it is ready") {
        stage s(p);
        s.decide();
        s.bar("y", "a").bar("y", "b");
        CHECK(s.decide().empty());
        CHECK(only("settled y", s.finish("x").decide()) ==
              lines{"settled y failed no_eligible_server"});
    }
}

TEST_CASE("a ready task fails when every server that may run it stays away", "[scheduler]") {
    stage s(plan().server("a").server("b").task("x").on({"a"}), {}, false);
    s.up("b").down("a");
    CHECK(s.decide().empty());
    CHECK(s.wake() == "wake 5m");
    s.wait(5min - 1ms);
    CHECK(s.decide().empty());
    s.wait(1ms);
    CHECK(s.decide() == lines{"settled x failed no_available_server", "finish failed"});
}

TEST_CASE("patience begins anew when a server has been available", "[scheduler]") {
    stage s(plan().server("a").server("b").tasks({"x", "y"}), {}, false);
    s.wait(4min).up("a");
    s.decide();
    s.wait(1min).down("a").finish("x").bar("y", "b");
    CHECK(only("s", s.decide()) == lines{"settled x succeeded"});
    s.wait(5min - 1ms);
    CHECK(s.decide().empty());
    s.wait(1ms);
    CHECK(only("settled", s.decide()) == lines{"settled y failed no_available_server"});
}

TEST_CASE("starts that an Agent keeps refusing do not renew patience", "[scheduler]") {
    stage s(plan().server("a").task("x"));
    lines seen = s.decide();
    for (int i = 0; i < 20 && !s.machine().finished(); ++i) {
        if (s.task("x").state == task_state::starting)
            s.refuse("x", refusal::agent_down);
        s.wait(30s);
        seen = s.decide();
    }
    CHECK(seen == lines{"settled x failed no_available_server", "finish failed"});
    // After 30 s, 1 min, 2 min; the next would be after patience has ended.
    CHECK(s.task("x").attempt == 4);
}

TEST_CASE("full, busy and drained servers are available", "[scheduler]") {
    stage s(plan().server("a").server("b").task("full").task("x").on({"a"}).task("y").on({"b"}));
    s.drain("b");
    s.decide();
    s.accept("full").wait(24h);
    CHECK(s.decide().empty());
    CHECK(s.task("x").state == task_state::ready);
    CHECK(s.task("y").state == task_state::ready);
}

TEST_CASE("a server that is gone comes back when it is up", "[scheduler]") {
    stage s(plan().server("a").server("b").task("x"), {}, false);
    s.down("a", true);
    CHECK(s.server("a").state == server_state::gone);
    CHECK(s.up("a").decide() == lines{"start x#1 a"});
}

namespace {

/// Places the same choices whatever the board says.
class stubborn final : public placement_policy {
public:
    explicit stubborn(std::vector<bool>& answers)
        : answers_(answers) {}
    std::optional<timestamp> place(placement_board& board) override {
        answers_ = {board.place(task_id{0}, server_id{1}), board.place(task_id{9}, server_id{0}),
                    board.place(task_id{0}, server_id{7}), board.place(task_id{0}, server_id{0}),
                    board.place(task_id{0}, server_id{0}), board.place(task_id{1}, server_id{0})};
        return std::nullopt;
    }

private:
    std::vector<bool>& answers_;
};

/// Starts the first task anywhere, all others only where it runs, when it has gone.
class waits_for_the_first final : public placement_policy {
public:
    std::optional<timestamp> place(placement_board& board) override {
        if (board.ready().front() == task_id{0}) {
            board.place(task_id{0}, server_id{0});
            return std::nullopt;
        }
        task_id const next = board.ready().front();
        CHECK(board.worth_waiting_for(next).contains(server_id{0}));
        CHECK(board.startable_on(next).contains(server_id{1}));
        if (board.running().empty())
            board.place(next, server_id{0});
        else
            CHECK_FALSE(board.startable_on(next).contains(server_id{0}));
        return std::nullopt;
    }
};

} // namespace

TEST_CASE("the board refuses what cannot be placed", "[scheduler]") {
    std::vector<bool> answers;
    scheduler machine(plan().server("a").server("b").tasks({"x", "y"}),
                      std::make_unique<stubborn>(answers));
    machine.feed(event::server_up{server_id{0}}, start_of_time);
    CHECK(machine.decide(start_of_time).size() == 1);
    CHECK(answers == std::vector<bool>{false, false, false, true, false, false});
}

TEST_CASE("a policy may let a task wait for a busy slot", "[scheduler]") {
    scheduler machine(plan().server("fast", 1, 9.0).server("slow").tasks({"x", "y"}),
                      std::make_unique<waits_for_the_first>());
    machine.feed(event::server_up{server_id{0}}, start_of_time);
    machine.feed(event::server_up{server_id{1}}, start_of_time);
    CHECK(machine.decide(start_of_time).size() == 1);
    CHECK(machine.decide(start_of_time).empty());
    machine.feed(event::job_finished{{task_id{0}, 1}, {outcome::succeeded, outcome::succeeded}},
                 start_of_time + 1s);
    auto const then = machine.decide(start_of_time + 1s);
    REQUIRE(std::holds_alternative<decision::start>(then.back()));
    CHECK(std::get<decision::start>(then.back()).server == server_id{0});
}
