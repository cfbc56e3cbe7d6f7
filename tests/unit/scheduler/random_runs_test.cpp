// Thousands of random runs against the naive oracle. A failure prints its seed; the environment
// variable SSISLB_SEED plays that one alone.
#include "random_world.hpp"
#include "stage.hpp"
#include "support/catch.hpp"

#include <ssislb/scheduler/policies.hpp>

#include <algorithm>
#include <cstdlib>

using namespace ssislb;
using namespace ssislb::test;

namespace {

/// Of each policy.
constexpr std::uint64_t runs = 700;

void for_each_seed(auto&& body) {
    if (char const* given = std::getenv("SSISLB_SEED")) {
        body(std::strtoull(given, nullptr, 10));
        return;
    }
    for (std::uint64_t seed = 1; seed <= runs; ++seed)
        body(seed);
}

std::vector<std::string> play_again(random_world const& world, tried_policy policy,
                                    played_run const& run) {
    scheduler machine(world.package(), policy.make(world.package()), world.options());
    std::vector<std::string> decisions;
    for (played_step const& step : run.steps) {
        if (step.fed) {
            machine.feed(*step.fed, step.at);
            continue;
        }
        for (run_decision const& one : machine.decide(step.at))
            decisions.push_back(describe(world.package(), one));
    }
    return decisions;
}

std::vector<task_status> all_tasks(scheduler const& machine, parent_package const& package) {
    std::vector<task_status> result;
    for (std::uint32_t i = 0; i < package.tasks.size(); ++i)
        result.push_back(machine.status(task_id{i}));
    return result;
}

/// A machine that decides as it goes and one that is told events only, at every step.
void check_resume(random_world const& world, tried_policy policy, played_run const& run) {
    scheduler before(world.package(), policy.make(world.package()), world.options());
    scheduler after(world.package(), policy.make(world.package()), world.options());
    for (std::size_t i = 0; i < run.steps.size(); ++i) {
        played_step const& step = run.steps[i];
        if (step.fed) {
            before.feed(*step.fed, step.at);
            after.feed(*step.fed, step.at);
            continue;
        }
        // Before a decision both know the same.
        if (all_tasks(before, world.package()) != all_tasks(after, world.package()))
            FAIL("states differ at step " << i);
        (void)before.decide(step.at);
    }
    CHECK(before.result() == after.result());
    CHECK(before.counts() == after.counts());
}

} // namespace

TEST_CASE("random runs obey every rule at every step and come to an end", "[scheduler]") {
    auto const policy =
        GENERATE(tried_policy{"least loaded", [](auto&) { return make_least_loaded_policy(); }},
                 tried_policy{"fastest free", [](auto&) { return make_fastest_free_policy(); }},
                 tried_policy{"round robin", make_round_robin_policy, true},
                 tried_policy{"pinned", make_pinned_policy, true},
                 tried_policy{"critical path",
                              [](auto&) {
                                  return make_critical_path_policy({5, 1000});
                              },
                              true});
    for_each_seed([policy](std::uint64_t seed) {
        INFO("SSISLB_SEED=" << seed << " " << policy.name);
        random_world world(seed, policy);
        played_run const run = world.play();
        CHECK(play_again(world, policy, run) == run.decisions);
        check_resume(world, policy, run);
    });
}
