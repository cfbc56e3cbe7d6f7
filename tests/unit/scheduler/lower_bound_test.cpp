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

parent_package random_small_plan(random_source& random, bool limited) {
    plan made;
    auto const servers = 1 + random.below(3);
    for (std::uint32_t i = 0; i < servers; ++i)
        made.server("s" + std::to_string(i), 1 + random.below(2),
                    random.one_of<double>({0.5, 1.0, 3.0}))
            .tagged(limited && random.percent(30) ? std::vector<std::string>{"t0"}
                                                  : std::vector<std::string>{});
    if (limited)
        made.limit("t0", 1 + random.below(2)).limit("t1", 1 + random.below(2));
    auto const tasks = 1 + random.below(5);
    for (std::uint32_t i = 0; i < tasks; ++i) {
        made.task("t" + std::to_string(i)).expected(milliseconds(1 + random.below(1000)));
        if (random.percent(20))
            made.on({"s" + std::to_string(random.below(servers))});
        if (limited && random.percent(50))
            made.mutexes({"m" + std::to_string(random.below(2))});
        if (limited && random.percent(50))
            made.tags({"t" + std::to_string(random.below(2))});
        for (std::uint32_t before = 0; before < i; ++before)
            if (random.percent(30))
                made.after("t" + std::to_string(before));
    }
    return made;
}

/// Servers differ in other things than speed, and in speed from what the plan says.
duration_estimates learned(parent_package const& package, random_source& random) {
    duration_estimates estimates(package);
    for (std::uint32_t s = 0; s < package.servers.size(); ++s) {
        if (random.percent(50))
            estimates.set_speed(server_id{s}, random.one_of<double>({0.3, 0.9, 2.0}));
        for (std::uint32_t i = 0; i < package.tasks.size(); ++i)
            if (random.percent(50))
                estimates.set_at_speed_one(task_id{i}, server_id{s},
                                           estimated_duration(1 + random.below(1000)));
    }
    return estimates;
}

} // namespace

TEST_CASE("no schedule of a small plan beats the bound, and no policy the best of them",
          "[scheduler][bound]") {
    bool const limited = GENERATE(false, true);
    bool const related = GENERATE(true, false);
    std::size_t tight = 0;
    std::size_t best_found = 0;
    constexpr std::uint64_t plans = 400;
    for (std::uint64_t seed = 1; seed <= plans; ++seed) {
        CAPTURE(seed, limited, related);
        random_source random(seed);
        auto const package = random_small_plan(random, limited);
        auto const estimates = related ? duration_estimates(package) : learned(package, random);
        auto const best = best_makespan(package, estimates).count();
        auto const least = makespan_lower_bound(package, estimates).length.count();
        REQUIRE(least <= best * (1 + 1e-9));
        auto const played =
            estimated_duration(
                play(package, make_critical_path_policy(no_trials), estimates).makespan)
                .count();
        // Virtual time counts whole milliseconds.
        REQUIRE(played >= best - static_cast<double>(package.tasks.size()));
        tight += least >= best * (1 - 1e-9) ? 1 : 0;
        best_found += played <= best * 1.01 + 5 ? 1 : 0;
    }
    CHECK(tight > plans / 2);
    CHECK(best_found > plans * 8 / 10);
}

TEST_CASE("the area of a server that many tasks cannot do without binds", "[scheduler][bound]") {
    plan package;
    package.server("a", 2).server("b", 2).server("c", 2);
    for (int i = 0; i < 8; ++i)
        package.task("t" + std::to_string(i)).expected(10s).on({"a"});
    package.task("x").expected(10s);
    auto const found = bound(package);
    CHECK(found.binds == bound_kind::area);
    CHECK(found.length > 38s);
    CHECK(found.length <= 40s);
}

TEST_CASE("servers that are good at different things bind by what each is good at",
          "[scheduler][bound]") {
    plan fleet;
    fleet.server("a").server("b");
    for (int i = 0; i < 20; ++i)
        fleet.task("t" + std::to_string(i)).expected(10s);
    parent_package const package = fleet;
    duration_estimates estimates(package);
    // Ten of the tasks take ten times as long on one server, ten on the other.
    for (std::uint32_t i = 0; i < 20; ++i)
        estimates.set_at_speed_one(task_id{i}, server_id{i % 2}, 100s);
    auto const found = makespan_lower_bound(package, estimates);
    CHECK(found.length > 99s);
    CHECK(found.length <= 100s);
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

TEST_CASE("the tasks of a mutex bind, each on its quickest server", "[scheduler][bound]") {
    auto const found = bound(plan()
                                 .server("a", 4, 2.0)
                                 .server("b", 4)
                                 .task("x")
                                 .expected(4s)
                                 .mutexes({"m"})
                                 .task("y")
                                 .expected(6s)
                                 .mutexes({"m", "other"})
                                 .on({"b"})
                                 .task("z")
                                 .expected(1s)
                                 .mutexes({"other"}));
    CHECK(found.length == 8s);
    CHECK(found.binds == bound_kind::shared_limit);
}

TEST_CASE("the tasks of a tag bind, those included that run on its servers alone",
          "[scheduler][bound]") {
    plan package;
    package.server("a", 8).tagged({"vpn"}).server("b", 8).limit("vpn", 2);
    for (int i = 0; i < 4; ++i)
        package.task("own" + std::to_string(i)).expected(5s).tags({"vpn"});
    for (int i = 0; i < 4; ++i)
        package.task("there" + std::to_string(i)).expected(5s).requires_tags({"vpn"});
    package.task("anywhere").expected(5s);
    auto const found = bound(package);
    CHECK(found.length == 20s);
    CHECK(found.binds == bound_kind::shared_limit);
}

TEST_CASE("a task is as quick as the quickest server that has what it requires",
          "[scheduler][bound]") {
    auto const found = bound(plan()
                                 .server("quick", 1, 10.0)
                                 .server("slow")
                                 .tagged({"ssd"})
                                 .task("x")
                                 .expected(10s)
                                 .requires_tags({"ssd"}));
    CHECK(found.length == 10s);
}
