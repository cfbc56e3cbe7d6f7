// Hundreds of random plans with mutexes, tags and priorities: nothing is shared that must not be,
// and every task runs. A failure prints its seed.
#include "plan_builder.hpp"
#include "random_source.hpp"
#include "stage.hpp"
#include "support/catch.hpp"

#include <ssislb/scheduler/policies.hpp>
#include <ssislb/scheduler/virtual_run.hpp>

#include <algorithm>
#include <string>
#include <vector>

using namespace ssislb;
using namespace ssislb::test;

namespace {

std::vector<std::string> some_names(random_source& random, std::string const& prefix,
                                    std::uint32_t names, std::uint32_t chance) {
    std::vector<std::string> some;
    for (std::uint32_t i = 0; i < names; ++i)
        if (random.percent(chance))
            some.push_back(prefix + std::to_string(i));
    return some;
}

server random_server(random_source& random, std::uint32_t number) {
    server one;
    one.name = one.host = "s" + std::to_string(number);
    one.max_jobs = 1 + random.below(4);
    one.speed = random.one_of<double>({0.5, 1.0, 3.0});
    one.tags = some_names(random, "tag", 3, 40);
    return one;
}

task random_task(random_source& random, parent_package const& package, std::uint32_t percent) {
    task one;
    one.name = one.job = "t" + std::to_string(package.tasks.size());
    one.expected = milliseconds(1 + random.below(100'000));
    if (random.percent(percent))
        one.required_tags = random.one_of(package.servers).tags;
    one.preferred_tags = some_names(random, "tag", 3, percent / 3);
    one.tags = some_names(random, "tag", 3, percent);
    one.mutexes = some_names(random, "mutex", 4, percent);
    one.priority = static_cast<std::int32_t>(random.below(5)) - 2;
    for (std::uint32_t i = random.below(4); i > 0 && !package.tasks.empty(); --i)
        one.after.push_back({random.one_of(package.tasks).name, constraint_kind::completion});
    std::ranges::sort(one.after, {}, &precedence_constraint::predecessor);
    auto const again = std::ranges::unique(one.after);
    one.after.erase(again.begin(), again.end());
    return one;
}

parent_package random_package(random_source& random) {
    parent_package package;
    package.name = "random";
    for (std::uint32_t i = 1 + random.below(5); i > 0; --i)
        package.servers.push_back(random_server(random, i));
    for (std::string const& tag : some_names(random, "tag", 3, 70))
        package.tag_limits.push_back({tag, 1 + random.below(4)});
    auto const percent = random.one_of<std::uint32_t>({5, 20, 50});
    for (std::uint32_t i = 10 + random.below(90); i > 0; --i)
        package.tasks.push_back(random_task(random, package, percent));
    return package;
}

bool has(std::vector<std::string> const& names, std::string const& name) {
    return std::ranges::find(names, name) != names.end();
}

/// Those that are at work when the given one begins, itself included.
std::vector<virtual_attempt> beside(virtual_run const& run, virtual_attempt const& given) {
    std::vector<virtual_attempt> all;
    for (auto const& one : run.attempts)
        if (one.begin <= given.begin && given.begin < one.end)
            all.push_back(one);
    return all;
}

void check_limits(parent_package const& package, std::vector<virtual_attempt> const& together) {
    for (int i = 0; i < 4; ++i) {
        auto const mutex = "mutex" + std::to_string(i);
        REQUIRE(std::ranges::count_if(together, [&](auto const& one) {
                    return has(package[one.task].mutexes, mutex);
                }) <= 1);
    }
    for (auto const& [tag, max_jobs] : package.tag_limits)
        REQUIRE(std::ranges::count_if(together, [&](auto const& one) {
                    return has(package[one.task].tags, tag) || has(package[one.server].tags, tag);
                }) <= std::int64_t{max_jobs});
    for (std::uint32_t s = 0; s < package.servers.size(); ++s)
        REQUIRE(std::ranges::count(together, server_id{s}, &virtual_attempt::server) <=
                std::int64_t{package.servers[s].max_jobs});
}

} // namespace

TEST_CASE("limits hold at every instant, and every task runs once", "[scheduler][limits]") {
    auto const policy = GENERATE(policy_kind::critical_path, policy_kind::fastest_free,
                                 policy_kind::least_loaded, policy_kind::round_robin);
    for (std::uint64_t seed = 1; seed <= 100; ++seed) {
        CAPTURE(seed);
        random_source random(seed);
        auto package = random_package(random);
        package.policy = policy;
        duration_estimates const estimates(package);
        auto chosen = policy == policy_kind::critical_path ? make_critical_path_policy(no_trials)
                                                           : make_policy(package);
        // What is thought of a task is up to twice or half of the truth.
        auto const run =
            play(package, std::move(chosen), estimates, [&](task_id task, server_id server) {
                auto const wrong = 0.5 + static_cast<double>((index(task) * 7 + seed) % 16) / 10;
                return std::chrono::round<milliseconds>(estimates.of(task, server) * wrong);
            });
        REQUIRE(run.attempts.size() == package.tasks.size());
        for (auto const& one : run.attempts) {
            for (auto const& tag : package[one.task].required_tags)
                REQUIRE(has(package[one.server].tags, tag));
            check_limits(package, beside(run, one));
        }
    }
}

TEST_CASE("a task that needs two mutexes is not kept waiting by those that take turns at them",
          "[scheduler][limits]") {
    // Two streams of tasks, one mutex each, that overlap all the time.
    plan night;
    night.server("a", 4);
    for (std::string const stream : {"p", "q"})
        for (int i = 0; i < 40; ++i) {
            night.task(stream + std::to_string(i)).mutexes({stream}).expected(20s);
            if (i > 0)
                night.after(stream + std::to_string(i - 1));
        }
    night.task("offset").mutexes({"q"}).priority(2).expected(10s);
    night.task("urgent").mutexes({"p", "q"}).priority(1).expected(10s);
    parent_package const package = night;
    for (auto const limit : {no_trials, trial_limit{}}) {
        auto const run =
            play(package, make_critical_path_policy(limit), duration_estimates(package));
        auto const urgent =
            std::ranges::find(run.attempts, *package.find_task("urgent"), &virtual_attempt::task);
        REQUIRE(urgent != run.attempts.end());
        CHECK(urgent->begin <= 40s);
    }
}

TEST_CASE("what waits for a limit keeps nobody from working where nothing runs",
          "[scheduler][limits]") {
    parent_package const package =
        plan().server("a", 1, 10.0).server("b").task("x").mutexes({"m"}).expected(100min);
    scheduler machine(package, make_critical_path_policy(no_trials));
    machine.feed(event::server_up{server_id{0}}, start_of_time);
    machine.feed(event::server_up{server_id{1}}, start_of_time);
    machine.feed(event::threads_short{server_id{0}, 0}, start_of_time);
    auto const decided = machine.decide(start_of_time);
    REQUIRE_FALSE(decided.empty());
    CHECK(std::holds_alternative<decision::start>(decided.front()));
}
