// A virtual run as forecasts play it.
#pragma once

#include <ssislb/scheduler/virtual_run.hpp>

namespace ssislb::detail {

/// With the policy that runs use. Tasks last as estimated, rounded up to milliseconds, or the run
/// could be shorter than its bound.
[[nodiscard]] virtual_run play_as_estimated(parent_package const&, duration_estimates const&);

} // namespace ssislb::detail
