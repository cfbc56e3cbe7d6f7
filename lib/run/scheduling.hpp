// How the scheduler of a run is set up.
#pragma once

#include <ssislb/run/run_options.hpp>
#include <ssislb/scheduler/scheduler.hpp>

namespace ssislb::detail {

/// `started` is the instant at which the run began. A run that is resumed with the same options
/// comes to the same state.
[[nodiscard]] scheduler_options scheduling(run_options const&, timestamp started);

} // namespace ssislb::detail
