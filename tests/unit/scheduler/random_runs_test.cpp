// Thousands of random runs against the naive oracle. A failure prints its seed; the environment
// variable SSISLB_SEED plays that one alone.
#include "random_world.hpp"
#include "stage.hpp"
#include "support/catch.hpp"

#include <ssislb/scheduler/policies.hpp>

#include <cstdlib>
#include <span>
#include <string>
#include <vector>

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

bool is_resumption(played_step const& step) {
    return step.fed && std::holds_alternative<event::run_resumed>(*step.fed);
}

/// What stands before the step.
std::span<played_step const> before(played_run const& run, played_step const& step) {
    return {run.steps.data(), &step};
}

std::vector<std::string> play_again(random_world const& world, tried_policy policy,
                                    played_run const& run) {
    auto const made = [&] { return policy.make(world.package()); };
    scheduler machine(world.package(), made(), world.options());
    std::vector<std::string> decisions;
    for (played_step const& step : run.steps) {
        if (is_resumption(step))
            machine = replay(world.package(), made(), world.options(), before(run, step));
        if (step.fed) {
            machine.feed(*step.fed, step.at);
            continue;
        }
        for (run_decision const& one : machine.decide(step.at))
            decisions.push_back(describe(world.package(), one));
    }
    return decisions;
}

/// All that can be asked of a scheduler, other than what it decides.
struct known_state {
    std::vector<task_status> tasks;
    std::vector<server_status> servers;
    std::vector<double> lengths;
    run_counts counts;
    bool paused;
    std::optional<outcome> result;

    known_state(scheduler const& machine, parent_package const& package)
        : counts(machine.counts())
        , paused(machine.paused())
        , result(machine.result()) {
        for (std::uint32_t s = 0; s < package.servers.size(); ++s)
            servers.push_back(machine.status(server_id{s}));
        for (std::uint32_t t = 0; t < package.tasks.size(); ++t) {
            tasks.push_back(machine.status(task_id{t}));
            for (std::uint32_t s = 0; s < package.servers.size(); ++s)
                lengths.push_back(machine.estimates().of(task_id{t}, server_id{s}).count());
        }
    }
    bool operator==(known_state const&) const = default;
};

void add_ends(std::vector<std::string>& to, parent_package const& package,
              std::vector<run_decision> const& decisions) {
    for (run_decision const& one : decisions)
        if (std::holds_alternative<decision::attempt_settled>(one) ||
            std::holds_alternative<decision::task_settled>(one) ||
            std::holds_alternative<decision::task_skipped>(one))
            to.push_back(describe(package, one));
}

/// A machine that decides as it goes, and one that is told what a journal holds: they know the
/// same after every event, and tell the same ends.
void check_replay(random_world const& world, tried_policy policy, played_run const& run) {
    auto const made = [&] { return policy.make(world.package()); };
    scheduler living(world.package(), made(), world.options());
    scheduler replayed(world.package(), made(), world.options());
    std::vector<std::string> told;
    std::vector<std::string> told_again;
    for (played_step const& step : run.steps) {
        if (is_resumption(step))
            living = replay(world.package(), made(), world.options(), before(run, step));
        if (!step.fed) {
            add_ends(told, world.package(), living.decide(step.at));
            continue;
        }
        living.feed(*step.fed, step.at);
        if (!step.recorded)
            continue;
        replayed.feed(*step.fed, step.at);
        add_ends(told_again, world.package(), replayed.consequences(step.at));
        bool const starts_follow = std::holds_alternative<event::start_decided>(*step.fed) ||
                                   std::holds_alternative<event::tick>(*step.fed);
        if (!starts_follow &&
            known_state(living, world.package()) != known_state(replayed, world.package()))
            FAIL("states differ at step " << &step - run.steps.data());
    }
    add_ends(told_again, world.package(), replayed.consequences(run.steps.back().at));
    CHECK(told == told_again);
    CHECK(living.result() == replayed.result());
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
        check_replay(world, policy, run);
    });
}
