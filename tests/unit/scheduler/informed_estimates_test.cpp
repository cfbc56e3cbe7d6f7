// What estimates rest on, and what stays known when the fleet changes.
#include "plan_builder.hpp"
#include "support/catch.hpp"

#include <ssislb/scheduler/informed_estimates.hpp>
#include <ssislb/scheduler/what_if.hpp>

using namespace ssislb;
using namespace ssislb::test;
using namespace std::chrono_literals;

namespace {

constexpr server_id a{0};
constexpr server_id b{1};

double seconds(estimated_duration length) {
    return std::chrono::duration<double>(length).count();
}

parent_package two_servers() {
    return plan()
        .server("a", 1, 1.0)
        .server("b", 1, 1.0)
        .task("known")
        .expected(100s)
        .task("promised")
        .expected(30s)
        .task("unheard");
}

} // namespace

TEST_CASE("history goes before what the plan expects, and a guess comes last",
          "[scheduler][estimates]") {
    auto const package = two_servers();
    auto const plan_only = inform_estimates(package);
    CHECK(plan_only.sources == std::vector{estimate_source::expected, estimate_source::expected,
                                           estimate_source::guess});
    CHECK(seconds(plan_only.values.of(task_id{0}, a)) == Approx(100));

    std::vector<event::history_read> const histories{{a, {{task_id{0}, 10s, 0.1, 9}}}};
    auto const informed = inform_estimates(package, histories);
    CHECK(informed.sources ==
          std::vector{estimate_source::history, estimate_source::expected, estimate_source::guess});
    CHECK(seconds(informed.values.of(task_id{0}, a)) == Approx(10));
    CHECK(seconds(informed.values.of(task_id{1}, a)) == Approx(30));
}

TEST_CASE("a length that cannot be is no history", "[scheduler][estimates]") {
    std::vector<event::history_read> const histories{
        {a, {{task_id{2}, 0s, 0.1, 9}, {task_id{1}, 5s, 0.1, 0}}}};
    auto const informed = inform_estimates(two_servers(), histories);
    CHECK(informed.sources[1] == estimate_source::expected);
    CHECK(informed.sources[2] == estimate_source::guess);
}

TEST_CASE("what is known of a server goes with it, to its copy and through other changes",
          "[scheduler][estimates][what_if]") {
    auto const package = two_servers();
    duration_estimates known(package);
    known.set_speed(b, 0.5);
    known.set_at_speed_one(task_id{0}, b, 7s);

    auto const copied = with_copy(package, b);
    auto const of_copied = estimates_for(copied, package, known);
    REQUIRE(copied.package.servers.size() == 3);
    CHECK(of_copied.of(task_id{0}, server_id{2}) == known.of(task_id{0}, b));
    CHECK(of_copied.of(task_id{1}, server_id{2}) == known.of(task_id{1}, b));
    CHECK(of_copied.of(task_id{0}, a) == known.of(task_id{0}, a));

    auto const changed = change_fleet(package, {{{"new", 2.0, 1}}, {"a"}});
    auto const of_changed = estimates_for(changed, package, known);
    REQUIRE(changed.package.servers.size() == 2);
    CHECK(of_changed.of(task_id{0}, server_id{0}) == known.of(task_id{0}, b));
    // Of a new server the plan alone tells.
    CHECK(seconds(of_changed.of(task_id{0}, server_id{1})) == Approx(50));
}

TEST_CASE("a learned speed stays where the plan's is repeated, and follows its change",
          "[scheduler][estimates][what_if]") {
    auto const package = two_servers();
    duration_estimates known(package);
    known.set_speed(b, 0.5);
    auto const speed_of_b = [&](double speed) {
        auto const changed = change_fleet(package, {{{"b", speed, 3}}, {}});
        CHECK(changed.package[b].max_jobs == 3);
        return estimates_for(changed, package, known).speed(b);
    };
    CHECK(speed_of_b(1.0) == Approx(0.5));
    CHECK(speed_of_b(3.0) == Approx(1.5));
}

TEST_CASE("estimates of some tasks are theirs", "[scheduler][estimates]") {
    auto const package = two_servers();
    duration_estimates known(package);
    known.set_at_speed_one(task_id{2}, b, 7s);
    std::vector<task_id> const some{task_id{2}, task_id{1}};
    auto const of_some = known.for_tasks(some);
    for (auto const server : {a, b})
        for (std::uint32_t i = 0; i < some.size(); ++i)
            CHECK(of_some.of(task_id{i}, server) == known.of(some[i], server));
}
