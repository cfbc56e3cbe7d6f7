// The first start waits until every server has been heard of, and no longer than was said.
#include "plan_builder.hpp"
#include "stage.hpp"
#include "support/catch.hpp"

using namespace ssislb;
using namespace ssislb::test;

namespace {

stage begin() {
    scheduler_options options;
    options.roll_call = 10s;
    stage made(plan().server("slow").server("quick", 1, 4.0).task("x"), options, false);
    made.feed(event::run_started{});
    return made;
}

} // namespace

TEST_CASE("the first to answer is not given what the other would do better", "[scheduler]") {
    auto run = begin();
    CHECK(run.up("slow").decide().empty());
    CHECK(run.wake() == "wake 10s");
    CHECK(run.wait(1s).up("quick").decide() == lines{"start x#1 quick"});
}

TEST_CASE("a server that is down has been heard of", "[scheduler]") {
    auto run = begin();
    run.up("slow").decide();
    CHECK(run.down("quick").decide() == lines{"start x#1 slow"});
}

TEST_CASE("a silent server is not waited for for ever", "[scheduler]") {
    auto run = begin();
    CHECK(run.up("slow").wait(9s).decide().empty());
    CHECK(run.wait(1s).decide() == lines{"start x#1 slow"});
}

TEST_CASE("a server that is lost later is not waited for", "[scheduler]") {
    auto run = begin();
    run.up("slow").up("quick").down("quick");
    CHECK(run.decide() == lines{"start x#1 slow"});
}
