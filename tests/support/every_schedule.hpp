// The best schedule of a small parent package, by trying them all.
#pragma once

#include <ssislb/model/parent_package.hpp>
#include <ssislb/scheduler/duration_estimates.hpp>

namespace ssislb::test {

/// Each order of the tasks, each task on each server that it may run on, as early as mutexes and
/// limits of tags let it.
///
/// Preconditions: a handful of tasks that follow each other by success alone, all enabled.
[[nodiscard]] estimated_duration best_makespan(parent_package const&, duration_estimates const&);

} // namespace ssislb::test
