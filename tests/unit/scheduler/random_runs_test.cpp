// Thousands of random runs against the naive oracle; some die and are resumed from their events. A
// failure prints its seed; the environment variable SSISLB_SEED plays that one alone.
#include "random_world.hpp"
#include "stage.hpp"
#include "support/catch.hpp"

#include <ssislb/scheduler/policies.hpp>

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <span>

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

/// A machine that decides as it did in the run, with one that takes its place where it died.
class rehearsal {
public:
    rehearsal(random_world const& world, tried_policy policy, played_run const& run)
        : world_(world)
        , policy_(policy)
        , run_(run)
        , machine_(fresh()) {}

    [[nodiscard]] scheduler fresh() const {
        return {world_.package(), policy_.make(world_.package()), world_.options()};
    }

    /// Must come to the same decisions as the run.
    void check() {
        scheduler told = fresh();
        std::vector<std::string> told_ends;
        for (std::size_t i = 0; i < run_.steps.size(); ++i) {
            auto const& [at, fed] = run_.steps[i];
            if (!fed) {
                note(machine_.decide(at));
                continue;
            }
            if (std::holds_alternative<event::run_resumed>(*fed))
                replace(i);
            machine_.feed(*fed, at);
            if (!is_journaled(*fed))
                continue;
            told.feed(*fed, at);
            add(told_ends, ends_in(world_.package(), told.consequences(at)));
            // All starts of a decision come one after the other.
            bool const more = std::holds_alternative<event::start_decided>(*fed);
            if (!more && view_of(told, world_.package()) != view_of(machine_, world_.package()))
                FAIL("states differ at step " << i);
        }
        CHECK(decisions_ == run_.decisions);
        CHECK(told_ends == ends_);
        CHECK(told.finished());
    }

private:
    static void add(std::vector<std::string>& to, std::vector<std::string> const& more) {
        std::ranges::copy(more, std::back_inserter(to));
    }

    void note(std::vector<run_decision> const& decided) {
        for (run_decision const& one : decided)
            decisions_.push_back(describe(world_.package(), one));
        add(ends_, ends_in(world_.package(), decided));
    }

    void replace(std::size_t step) {
        timestamp const died = run_.steps[step - 1].at;
        add(ends_, ends_in(world_.package(), machine_.consequences(died)));
        std::vector<std::string> told_before;
        machine_ = replayed(world_.package(), policy_, world_.options(),
                            std::span(run_.steps).first(step), told_before);
        // Told already by the one before.
        static_cast<void>(machine_.consequences(died));
    }

    random_world const& world_;
    tried_policy policy_;
    played_run const& run_;
    scheduler machine_;
    std::vector<std::string> decisions_;
    std::vector<std::string> ends_;
};

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
        rehearsal(world, policy, run).check();
    });
}
