// The placement policies that there are. Different ones stay for comparison: critical path is the
// one to use.
#pragma once

#include <ssislb/model/parent_package.hpp>
#include <ssislb/scheduler/placement_policy.hpp>

#include <cstddef>
#include <memory>
#include <vector>

namespace ssislb {

/// Tasks by falling rank, then in plan order; each goes to the slot where it is thought to end
/// earliest, busy slots included (CP-EFT): where that one is busy the task waits, and others do not
/// get in before it there, nor have a mutex of it by then. On servers that a task does not prefer
/// it counts as half as long again. What runs longer than thought is expected to go on in
/// proportion to its age.
///
/// Preconditions: a rank for each task, or none at all.
[[nodiscard]] std::unique_ptr<placement_policy>
make_earliest_finish_policy(std::vector<double> ranks);

/// How much a policy may try in virtual time before it settles for an order of tasks. A trial costs
/// a few microseconds of CPU for each task of the package.
struct trial_limit {
    std::size_t runs = 32;
    /// Of all trials together: packages with more than a quarter of this are not tried.
    std::size_t task_starts = 25'000;
};

inline constexpr trial_limit no_trials{.runs = 0, .task_starts = 0};

/// Earliest finish by upward rank (the length of the longest path from the task to the end), or by
/// another order if trials with it promise a shorter run. A server outside its windows is not
/// waited for. Nothing is tried where servers have windows.
[[nodiscard]] std::unique_ptr<placement_policy> make_critical_path_policy(trial_limit = {});

/// Tasks by upward rank, each to the free slot where it is thought to last shortest; on servers
/// that it does not prefer it counts as half as long again. Never waits.
[[nodiscard]] std::unique_ptr<placement_policy> make_fastest_free_policy();

/// Tasks in plan order; each goes to the server with the largest share of free slots, to one that
/// it prefers if there is any; on a tie to the faster one, then to the first in the plan. Never
/// waits.
[[nodiscard]] std::unique_ptr<placement_policy> make_least_loaded_policy();

/// Task i of the plan to server i modulo their number, or to the next one that takes it. Waits for
/// a slot there.
[[nodiscard]] std::unique_ptr<placement_policy> make_round_robin_policy(parent_package const&);

/// Each task to the first in its list of servers that takes it, without a list to the first in the
/// plan. Waits for a slot there.
///
/// Preconditions: validate(package) is empty.
[[nodiscard]] std::unique_ptr<placement_policy> make_pinned_policy(parent_package const&);

/// What the package asks for; critical path with these trials.
///
/// Preconditions: validate(package) is empty.
[[nodiscard]] std::unique_ptr<placement_policy> make_policy(parent_package const&,
                                                            trial_limit = {});

} // namespace ssislb
