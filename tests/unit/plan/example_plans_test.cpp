// The plans that users copy are right.
#include "plans.hpp"

#include <algorithm>
#include <filesystem>

using namespace ssislb;
using namespace ssislb::test;

namespace {

parent_package example(std::string const& name) {
    auto load = load_plan(std::filesystem::path(SSISLB_EXAMPLE_PLANS) / name);
    INFO(lines(load.mistakes) << lines(load.warnings));
    REQUIRE(load);
    REQUIRE(load.warnings.empty());
    return std::move(load.package);
}

bool has_constraint(task const& t, constraint_kind kind) {
    return std::ranges::count(t.after, kind, &precedence_constraint::kind) > 0;
}

} // namespace

TEST_CASE("the nightly example shows what a plan can say", "[plan][example]") {
    auto const package = example("nightly.toml");
    auto const& tasks = package.tasks;
    CHECK(package.servers.size() == 4);
    CHECK(tasks.size() >= 40);
    CHECK(std::ranges::any_of(
        tasks, [](auto const& t) { return has_constraint(t, constraint_kind::failure); }));
    CHECK(std::ranges::any_of(
        tasks, [](auto const& t) { return has_constraint(t, constraint_kind::completion); }));
    CHECK(std::ranges::count(tasks, constraint_join::any, &task::join) >= 1);
    CHECK(std::ranges::count(tasks, false, &task::enabled) == 1);
    CHECK(std::ranges::any_of(tasks, [](auto const& t) { return !t.servers.empty(); }));
    CHECK(std::ranges::any_of(tasks, [](auto const& t) { return !t.required_tags.empty(); }));
    CHECK(std::ranges::any_of(tasks, [](auto const& t) { return !t.preferred_tags.empty(); }));
    CHECK(std::ranges::any_of(tasks, [](auto const& t) { return !t.mutexes.empty(); }));
    CHECK(std::ranges::any_of(tasks, [](auto const& t) { return t.priority != 0; }));
    CHECK(package.tag_limits.size() == 1);
}

TEST_CASE("no simulated job of the nightly example fails for good", "[plan][example]") {
    for (auto const& t : example("nightly.toml").tasks) {
        CAPTURE(t.name);
        auto const behaviour = t.simulate.value_or(simulated_behaviour{});
        bool const recovers = behaviour.fail_attempts > 0 && behaviour.fail_attempts <= t.retries;
        CHECK((behaviour.result == outcome::succeeded || recovers));
    }
}

TEST_CASE("the failing example has a task that fails for good", "[plan][example]") {
    auto const package = example("failure.toml");
    CHECK(std::ranges::any_of(package.tasks, [](auto const& t) {
        return t.simulate && t.simulate->result == outcome::failed &&
               t.simulate->fail_attempts == 0;
    }));
}
