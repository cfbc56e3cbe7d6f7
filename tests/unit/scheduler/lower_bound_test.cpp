// No schedule beats the lower bound, and each of its parts binds somewhere.
#include "plan_builder.hpp"
#include "random_source.hpp"
#include "support/catch.hpp"
#include "support/every_schedule.hpp"

#include <ssislb/scheduler/lower_bound.hpp>
#include <ssislb/scheduler/policies.hpp>
#include <ssislb/scheduler/virtual_run.hpp>

using namespace ssislb;
using namespace ssislb::test;
using namespace std::chrono_literals;

namespace {

lower_bound bound(parent_package const& package) {
    return makespan_lower_bound(package, duration_estimates(package));
}

parent_package random_small_plan(random_source& random) {
    plan made;
    auto const servers = 1 + random.below(3);
    for (std::uint32_t i = 0; i < servers; ++i)
        made.server("s" + std::to_string(i), 1 + random.below(2),
                    random.one_of<double>({0.5, 1.0, 3.0}));
    auto const tasks = 1 + random.below(5);
    for (std::uint32_t i = 0; i < tasks; ++i) {
        made.task("t" + std::to_string(i)).expected(milliseconds(1 + random.below(1000)));
        if (random.percent(20))
            made.on({"s" + std::to_string(random.below(servers))});
        for (std::uint32_t before = 0; before < i; ++before)
            if (random.percent(30))
                made.after("t" + std::to_string(before));
    }
    return made;
}

} // namespace

TEST_CASE("no schedule of a small plan beats the bound, and no policy the best of them",
          "[scheduler][bound]") {
    std::size_t tight = 0;
    std::size_t best_found = 0;
    constexpr std::uint64_t plans = 400;
    for (std::uint64_t seed = 1; seed <= plans; ++seed) {
        CAPTURE(seed);
        random_source random(seed);
        auto const package = random_small_plan(random);
        auto const best = best_makespan(package).count();
        auto const least = bound(package).length.count();
        REQUIRE(least <= best * (1 + 1e-9));
        duration_estimates const estimates(package);
        auto const played =
            estimated_duration(play(package, make_critical_path_policy(), estimates).makespan)
                .count();
        // Virtual time counts whole milliseconds.
        REQUIRE(played >= best - static_cast<double>(package.tasks.size()));
        tight += least >= best * (1 - 1e-9) ? 1 : 0;
        best_found += played <= best * 1.01 + 5 ? 1 : 0;
    }
    CHECK(tight > plans / 2);
    CHECK(best_found > plans * 8 / 10);
}

TEST_CASE("the longest path binds", "[scheduler][bound]") {
    auto const found = bound(plan()
                                 .server("a", 1, 2.0)
                                 .server("b")
                                 .task("x")
                                 .expected(4s)
                                 .task("y")
                                 .expected(6s)
                                 .after("x"));
    CHECK(found.length == 5s);
    CHECK(found.binds == bound_kind::critical_path);
}

TEST_CASE("all work on all slots binds", "[scheduler][bound]") {
    plan package;
    package.server("a", 2, 1.0).server("b", 1, 2.0);
    for (int i = 0; i < 8; ++i)
        package.task("t" + std::to_string(i)).expected(1s);
    auto const found = bound(package);
    CHECK(found.length == 2s);
    CHECK(found.binds == bound_kind::area);
}

TEST_CASE("the longest tasks on the quickest slots bind", "[scheduler][bound]") {
    auto const found = bound(plan()
                                 .server("a", 1, 1.0)
                                 .server("b", 1, 0.1)
                                 .task("x")
                                 .expected(10s)
                                 .task("y")
                                 .expected(10s));
    // All work over all speed; one of the two alone takes 10 s.
    CHECK(found.length.count() == Approx(20000 / 1.1));
    auto const longest = bound(plan()
                                   .server("a", 1, 2.0)
                                   .server("b", 1, 1.0)
                                   .server("c", 4, 1.0)
                                   .task("x")
                                   .expected(12s)
                                   .task("y")
                                   .expected(12s));
    CHECK(longest.length == 8s);
    CHECK(longest.binds == bound_kind::longest_tasks);
}

TEST_CASE("what comes before and after the bulk of the work binds", "[scheduler][bound]") {
    plan package;
    package.server("a", 2).task("first").expected(10s);
    for (int i = 0; i < 6; ++i)
        package.task("t" + std::to_string(i)).expected(10s).after("first");
    package.task("last").expected(10s);
    for (int i = 0; i < 6; ++i)
        package.after("t" + std::to_string(i));
    auto const found = bound(package);
    CHECK(found.length == 50s);
    CHECK(found.binds == bound_kind::head_area_tail);
}

TEST_CASE("a task that waits for any of several may begin before most of them end",
          "[scheduler][bound]") {
    auto const found = bound(plan()
                                 .server("a", 3)
                                 .task("short")
                                 .expected(1s)
                                 .task("long")
                                 .expected(10s)
                                 .task("x")
                                 .expected(5s)
                                 .after("short")
                                 .after("long")
                                 .any());
    CHECK(found.length == 10s);
}
