// How much of the run still lies behind a task.
#pragma once

#include <ssislb/model/parent_package.hpp>
#include <ssislb/scheduler/duration_estimates.hpp>

#include <vector>

namespace ssislb::detail {

/// For each task the length of the longest path that begins with it: its own mean duration on the
/// servers that may run it, and the greatest rank among its successors, whatever their constraints
/// ask for (Topcuoglu, Hariri, Wu 2002). In milliseconds.
///
/// Precondition: validate(package) is empty.
[[nodiscard]] std::vector<double> upward_ranks(parent_package const&, duration_estimates const&);

} // namespace ssislb::detail
