// Orders of tasks tried in virtual time.
#include "plan_builder.hpp"
#include "scheduler/rank_search.hpp"
#include "scheduler/upward_rank.hpp"
#include "support/catch.hpp"

#include <ssislb/scheduler/virtual_run.hpp>

using namespace ssislb;
using namespace ssislb::test;
using namespace std::chrono_literals;

namespace {

/// Two slots. By upward rank the three long tasks go first, two and then one; the short ones come
/// before it in the plan, and by that order fill up what the first long ones leave.
parent_package misled_by_ranks() {
    plan made;
    made.server("a", 2);
    for (auto const* name : {"p", "q", "r", "s"})
        made.task(name).expected(30s);
    for (auto const* name : {"x", "y"})
        made.task(name).expected(40s);
    return made.task("z").expected(20s);
}

milliseconds makespan(parent_package const& package, std::vector<double> ranks) {
    return play(package, make_earliest_finish_policy(std::move(ranks)), duration_estimates(package))
        .makespan;
}

} // namespace

TEST_CASE("an order under which the run is shorter takes the place of upward ranks",
          "[scheduler][ranks]") {
    auto const package = misled_by_ranks();
    duration_estimates const estimates(package);
    auto const plain = makespan(package, detail::upward_ranks(package, estimates));
    auto const found = makespan(package, detail::search_ranks(package, estimates, {}));
    CHECK(plain == 120s);
    CHECK(found == 110s);
}

TEST_CASE("ranks are upward ranks where nothing is tried, or nothing is better",
          "[scheduler][ranks]") {
    auto const misled = misled_by_ranks();
    duration_estimates const estimates(misled);
    auto const upward = detail::upward_ranks(misled, estimates);
    CHECK(detail::search_ranks(misled, estimates, no_trials) == upward);
    // Seven tasks: a fourth trial is one task start too many.
    CHECK(detail::search_ranks(misled, estimates, {32, 27}) == upward);

    parent_package const chain =
        plan().server("a", 2).task("x").expected(9s).task("y").expected(5s).after("x");
    CHECK(detail::search_ranks(chain, duration_estimates(chain), {}) ==
          detail::upward_ranks(chain, duration_estimates(chain)));
}

TEST_CASE("the same search finds the same ranks", "[scheduler][ranks]") {
    auto const package = misled_by_ranks();
    duration_estimates const estimates(package);
    CHECK(detail::search_ranks(package, estimates, {}) ==
          detail::search_ranks(package, estimates, {}));
}

TEST_CASE("what is learned between searches counts, unless another order was found better",
          "[scheduler][ranks]") {
    auto const package = misled_by_ranks();
    duration_estimates const planned(package);
    duration_estimates rising(package);
    for (std::uint32_t i = 0; i < package.tasks.size(); ++i)
        rising.set_at_speed_one(task_id{i}, estimated_duration(1s) * (i + 1));
    auto const upward = detail::upward_ranks(package, rising);

    // Searched the first, the second and the fourth time.
    auto const policy = make_critical_path_policy();
    CHECK(policy->ranks(package, planned) != detail::upward_ranks(package, planned));
    auto const found = policy->ranks(package, planned);
    CHECK(policy->ranks(package, rising) == found);
    CHECK(policy->ranks(package, rising) == detail::search_ranks(package, rising, {}));

    auto const plain = make_critical_path_policy(no_trials);
    static_cast<void>(plain->ranks(package, planned));
    static_cast<void>(plain->ranks(package, planned));
    CHECK(plain->ranks(package, rising) == upward);
}
