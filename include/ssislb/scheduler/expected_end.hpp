// When a run that is under way is thought to end.
#pragma once

#include <ssislb/base/time.hpp>
#include <ssislb/model/event.hpp>
#include <ssislb/model/parent_package.hpp>
#include <ssislb/scheduler/placement_policy.hpp>
#include <ssislb/scheduler/scheduler.hpp>

#include <memory>
#include <optional>
#include <span>

namespace ssislb {

/// Plays what is left of the run in virtual time, from `now` on: tasks last as long as the run has
/// taught to think, jobs that are overdue in proportion to their age; all that runs succeeds.
/// Servers that are down, or of which nothing has been heard, come back at once; those that are
/// given up, drained or limited stay so. None: it would not end within a month, for it is paused or
/// servers are drained; or no server is left for a task.
///
/// Costs as much as the events so far, what the policy tries, and a virtual run of the rest.
///
/// Pure. Preconditions: validate(package) is empty; the policy is new and not null; the events are
/// those of a run of the package with these options, `now` is not before the last of them.
[[nodiscard]] std::optional<timestamp>
expected_end(parent_package const&, std::unique_ptr<placement_policy>, scheduler_options,
             std::span<timed_event const> so_far, timestamp now);

} // namespace ssislb
