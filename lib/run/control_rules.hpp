// What a wish for a run under way comes to: an event, nothing, or a refusal.
#pragma once

#include <ssislb/base/error_code.hpp>
#include <ssislb/model/event.hpp>
#include <ssislb/model/parent_package.hpp>
#include <ssislb/run/run_control.hpp>
#include <ssislb/scheduler/scheduler.hpp>

#include <boost/system/result.hpp>

#include <optional>

namespace ssislb::detail {

/// The event that makes it so; none where it is so already.
///
/// Preconditions: the machine plays the package.
[[nodiscard]] boost::system::result<std::optional<run_event>>
event_for(run_control const&, scheduler const&, parent_package const&);

/// Preconditions: as above, and the wish was not refused.
[[nodiscard]] control_answer state_after(run_control const&, bool changed, scheduler const&);

} // namespace ssislb::detail
