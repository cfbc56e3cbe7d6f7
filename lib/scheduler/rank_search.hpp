// Which order of ready tasks makes the run shortest, by trial in virtual time.
#pragma once

#include <ssislb/model/parent_package.hpp>
#include <ssislb/scheduler/duration_estimates.hpp>
#include <ssislb/scheduler/policies.hpp>

#include <cstddef>
#include <vector>

namespace ssislb::detail {

/// How many orders are tried; 0: upward ranks it is.
[[nodiscard]] std::size_t trials_for(std::size_t tasks, trial_limit) noexcept;

/// Upward ranks, unless others promise a run that is shorter by more than the estimates can be
/// trusted: tasks by generation, the longest first, plan order, and the best of these with changes
/// by chance. The same arguments give the same ranks everywhere.
///
/// Precondition: validate(package) is empty.
[[nodiscard]] std::vector<double> search_ranks(parent_package const&, duration_estimates const&,
                                               trial_limit);

} // namespace ssislb::detail
