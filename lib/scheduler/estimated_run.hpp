// A virtual run as forecasts play it.
#pragma once

#include <ssislb/scheduler/placement_policy.hpp>
#include <ssislb/scheduler/virtual_run.hpp>

namespace ssislb::detail {

/// Rounded up: a run whose tasks are rounded down could be shorter than its bound. At most a
/// century: a plan's speed may be as small as it likes.
[[nodiscard]] milliseconds whole_milliseconds(estimated_duration) noexcept;

/// With the policy that runs use, or one that tries less. Tasks last as estimated, in whole
/// milliseconds.
[[nodiscard]] virtual_run play_as_estimated(parent_package const&, duration_estimates const&,
                                            trial_limit = {});

} // namespace ssislb::detail
