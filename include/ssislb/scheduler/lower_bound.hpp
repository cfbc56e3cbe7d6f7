// What no schedule can beat.
#pragma once

#include <ssislb/model/parent_package.hpp>
#include <ssislb/scheduler/duration_estimates.hpp>

#include <cstdint>
#include <string_view>

namespace ssislb {

/// Which of the bounds is the greatest.
enum class bound_kind : std::uint8_t {
    /// The longest path, each of its tasks on the server that is quickest for it.
    critical_path,
    /// All the work, spread over all slots on which it may be.
    area,
    /// The k longest tasks on the k quickest slots.
    longest_tasks,
    /// What must come before some tasks, their area, and what must come after them.
    head_area_tail,
    /// The tasks of a mutex one after the other, or those of a tag, as many at a time as may be.
    shared_limit,
};

[[nodiscard]] std::string_view to_string(bound_kind) noexcept;

struct lower_bound {
    /// Of the makespan.
    estimated_duration length{};
    bound_kind binds = bound_kind::critical_path;
};

/// Holds for every policy, also for those that wait, if all tasks run and last as estimated.
/// Retries, jobs that run once at a time, and the limit of the package only make a run longer.
///
/// Linear in tasks and constraints, times 120; in tasks times slots where a path binds little; and
/// where servers differ by more than speed, in tasks times servers, up to 400 times.
///
/// Preconditions: validate(package) is empty.
[[nodiscard]] lower_bound makespan_lower_bound(parent_package const&, duration_estimates const&);

} // namespace ssislb
