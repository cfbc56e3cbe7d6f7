// What a task requires of a server, and what it prefers.
#include "plan_builder.hpp"
#include "stage.hpp"
#include "support/catch.hpp"

#include <ssislb/scheduler/policies.hpp>
#include <ssislb/scheduler/virtual_run.hpp>

using namespace ssislb;
using namespace ssislb::test;

namespace {

std::string home_of_first(parent_package const& package, std::unique_ptr<placement_policy> policy) {
    auto const run = play(package, std::move(policy), duration_estimates(package));
    for (auto const& one : run.attempts)
        if (one.task == task_id{0})
            return package[one.server].name;
    return "none";
}

/// A quick server without the tag, and one with it that takes so many times as long.
parent_package choice_of(double slower) {
    return plan()
        .server("plain", 1, slower)
        .server("liked")
        .tagged({"ssd", "near"})
        .task("x")
        .prefers({"near", "ssd"})
        .expected(100s);
}

} // namespace

TEST_CASE("a task runs on servers that have all tags which it requires", "[scheduler][tags]") {
    stage night(plan()
                    .server("a")
                    .tagged({"ssd"})
                    .server("b")
                    .tagged({"vpn"})
                    .server("c")
                    .tagged({"vpn", "ssd"})
                    .task("x")
                    .requires_tags({"ssd", "vpn"})
                    .task("y")
                    .requires_tags({"ssd", "vpn"})
                    .task("z")
                    .requires_tags({"vpn"})
                    .on({"a", "b"}));
    CHECK(night.decide() == lines{"start x#1 c", "start z#1 b"});
    night.accept("x").finish("x");
    CHECK(only("start", night.decide()) == lines{"start y#1 c"});
}

TEST_CASE("a task whose last server with the tag cannot run it fails at once",
          "[scheduler][tags]") {
    stage night(plan()
                    .server("a")
                    .tagged({"ssd"})
                    .server("b")
                    .tagged({"ssd"})
                    .server("c")
                    .task("x")
                    .requires_tags({"ssd"}));
    night.bar("x", "a").down("b", true);
    CHECK(night.decide() == lines{"settled x failed no_eligible_server", "finish failed"});
}

TEST_CASE("a server that is preferred is taken up to half as long again", "[scheduler][tags]") {
    for (auto const make :
         {+[] { return make_critical_path_policy(); }, make_fastest_free_policy}) {
        CHECK(home_of_first(choice_of(1.4), make()) == "liked");
        CHECK(home_of_first(choice_of(1.6), make()) == "plain");
    }
}

TEST_CASE("the least loaded policy takes a preferred server first", "[scheduler][tags]") {
    CHECK(home_of_first(choice_of(5), make_least_loaded_policy()) == "liked");
    // It never waits for one.
    CHECK(home_of_first(plan()
                            .server("plain")
                            .server("full")
                            .tagged({"ssd"})
                            .task("x")
                            .prefers({"ssd"})
                            .task("y")
                            .priority(1)
                            .on({"full"}),
                        make_least_loaded_policy()) == "plain");
}

TEST_CASE("a task that is not where it would rather be takes no longer for it",
          "[scheduler][tags]") {
    parent_package const package = plan()
                                       .server("plain")
                                       .server("liked", 1, 0.5)
                                       .tagged({"ssd"})
                                       .task("behind")
                                       .expected(120s)
                                       .task("x")
                                       .prefers({"ssd"})
                                       .priority(1)
                                       .expected(100s);
    // It ends at 220 s behind x, and at 240 s on the other server.
    CHECK(home_of_first(package, make_critical_path_policy()) == "plain");
}
