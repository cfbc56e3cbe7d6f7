// Which order of ready tasks makes the run shortest, by trial in virtual time.
#pragma once

#include <ssislb/model/parent_package.hpp>
#include <ssislb/scheduler/duration_estimates.hpp>
#include <ssislb/scheduler/placement_policy.hpp>

#include <vector>

namespace ssislb::detail {

/// Upward ranks, unless others promise a run that is shorter by more than the estimates can be
/// trusted: tasks by generation, the longest first, plan order, and the best of these with changes
/// by chance. The same arguments give the same ranks everywhere.
///
/// Precondition: validate(package) is empty.
[[nodiscard]] std::vector<double> search_ranks(parent_package const&, duration_estimates const&,
                                               trial_limit);

} // namespace ssislb::detail
