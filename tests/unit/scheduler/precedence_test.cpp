// Precedence constraints: what starts, what is skipped, and when.
#include "plan_builder.hpp"
#include "stage.hpp"
#include "support/catch.hpp"

using namespace ssislb;
using namespace ssislb::test;

namespace {

plan one_server() {
    return plan().server("a", 9);
}

} // namespace

TEST_CASE("a task without constraints starts at once, one with an unmet constraint waits",
          "[scheduler]") {
    stage s(one_server().task("x").task("y").after("x"));
    CHECK(s.decide() == lines{"start x#1 a"});
    CHECK(s.task("y").state == task_state::waiting);
    CHECK(s.accept("x").decide().empty());
    CHECK(s.finish("x").decide() ==
          lines{"ended x#1 succeeded", "settled x succeeded", "start y#1 a"});
}

TEST_CASE("a success constraint is broken by every other outcome", "[scheduler]") {
    auto const end = GENERATE(outcome::failed, outcome::canceled, outcome::unknown);
    stage s(one_server().task("x").task("y").after("x").task("z").after("y"));
    CHECK(only("skipped", s.run_to_end(end)) ==
          lines{"skipped y precedence", "skipped z precedence"});
}

TEST_CASE("a failure constraint holds after failed, canceled and unknown, not after succeeded",
          "[scheduler]") {
    auto const [end, expected] = GENERATE(table<outcome, std::string>({
        {outcome::succeeded, "skipped y precedence"},
        {outcome::failed, "start y#1 a"},
        {outcome::canceled, "start y#1 a"},
        {outcome::unknown, "start y#1 a"},
    }));
    stage s(one_server().task("x").task("y").after_failure("x"));
    s.decide();
    lines const then = s.finish("x", end).decide();
    CHECK(then.at(2) == expected);
}

TEST_CASE("a completion constraint holds whatever the outcome was", "[scheduler]") {
    auto const end =
        GENERATE(outcome::succeeded, outcome::failed, outcome::canceled, outcome::unknown);
    stage s(one_server().task("x").task("y").after_completion("x"));
    s.decide();
    CHECK(only("start", s.finish("x", end).decide()) == lines{"start y#1 a"});
}

TEST_CASE("a skipped predecessor satisfies nothing", "[scheduler]") {
    stage s(one_server()
                .task("x")
                .task("skipped")
                .after_failure("x")
                .task("s")
                .after("skipped")
                .task("f")
                .after_failure("skipped")
                .task("c")
                .after_completion("skipped"));
    CHECK(only("skipped", s.run_to_end()).size() == 4);
}

TEST_CASE("join all skips as soon as one constraint can no longer hold", "[scheduler]") {
    stage s(one_server().tasks({"x", "y"}).task("z").after("x").after("y"));
    s.decide();
    CHECK(s.finish("x", outcome::failed).decide() ==
          lines{"ended x#1 failed", "settled x failed", "skipped z precedence"});
    CHECK(s.task("y").state == task_state::starting);
}

TEST_CASE("join any starts when one constraint holds and is skipped when none can", "[scheduler]") {
    plan const p = one_server().tasks({"x", "y"}).task("z").after("x").after("y").any();
    SECTION("the first one holds") {
        stage s(p);
        s.decide();
        CHECK(only("start", s.finish("x").decide()) == lines{"start z#1 a"});
        CHECK(only("s", s.finish("y", outcome::failed).decide()) == lines{"settled y failed"});
    }
    SECTION("the second one holds") {
        stage s(p);
        s.decide();
        CHECK(only("sk", s.finish("x", outcome::failed).decide()).empty());
        CHECK(only("start", s.finish("y").decide()) == lines{"start z#1 a"});
    }
    SECTION("none holds") {
        stage s(p);
        s.decide();
        s.finish("x", outcome::failed).decide();
        CHECK(only("skipped", s.finish("y", outcome::failed).decide()) ==
              lines{"skipped z precedence"});
    }
}

TEST_CASE("several constraints may name the same predecessor", "[scheduler]") {
    stage s(one_server()
                .task("x")
                .task("either")
                .after("x")
                .after_failure("x")
                .any()
                .task("both")
                .after("x")
                .after_failure("x"));
    s.decide();
    CHECK(only("s", s.finish("x").decide()) ==
          lines{"settled x succeeded", "skipped both precedence", "start either#1 a"});
}

TEST_CASE("a disabled task counts as succeeded once its own constraints hold", "[scheduler]") {
    plan const p = one_server()
                       .task("x")
                       .task("off")
                       .after("x")
                       .disabled()
                       .task("s")
                       .after("off")
                       .task("c")
                       .after_completion("off")
                       .task("f")
                       .after_failure("off");
    SECTION("they hold") {
        stage s(p);
        s.decide();
        CHECK(only("s", s.finish("x").decide()) ==
              lines{"settled x succeeded", "skipped off disabled", "skipped f precedence",
                    "start s#1 a", "start c#1 a"});
    }
    SECTION("they do not") {
        stage s(p);
        s.decide();
        CHECK(only("skipped", s.finish("x", outcome::failed).decide()) ==
              lines{"skipped off precedence", "skipped s precedence", "skipped c precedence",
                    "skipped f precedence"});
    }
}

TEST_CASE("a run of disabled tasks ends at once and well", "[scheduler]") {
    stage s(one_server().task("x").disabled().task("y").after("x").disabled());
    CHECK(s.decide() == lines{"skipped x disabled", "skipped y disabled", "finish succeeded"});
    CHECK(s.decide().empty());
}

TEST_CASE("retries come before the outcome counts", "[scheduler]") {
    stage s(one_server().task("x").retries(1).task("y").after("x").task("z").after_failure("x"));
    s.decide();
    CHECK(s.finish("x", outcome::failed).decide() ==
          lines{"ended x#1 failed retry 0s", "start x#2 a"});
    CHECK(s.finish("x").decide() == lines{"ended x#2 succeeded", "settled x succeeded",
                                          "skipped z precedence", "start y#1 a"});
}

TEST_CASE("the run has failed if a task failed, though its failure was expected", "[scheduler]") {
    stage s(one_server().task("x").task("y").after_failure("x"));
    s.decide();
    s.finish("x", outcome::failed).decide();
    CHECK(s.finish("y").decide().back() == "finish failed");
    CHECK(s.machine().result() == outcome::failed);
}
