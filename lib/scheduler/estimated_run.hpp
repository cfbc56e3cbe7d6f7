// A virtual run as forecasts play it.
#pragma once

#include <ssislb/scheduler/policies.hpp>
#include <ssislb/scheduler/virtual_run.hpp>

namespace ssislb::detail {

/// With the policy that the package asks for, or critical path with fewer trials. Tasks last as
/// estimated, in whole milliseconds.
[[nodiscard]] virtual_run play_as_estimated(parent_package const&, duration_estimates const&,
                                            play_options const&, trial_limit = {});

} // namespace ssislb::detail
