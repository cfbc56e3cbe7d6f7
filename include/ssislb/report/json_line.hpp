// A run as JSON Lines: one object a notice, the last one is the summary.
#pragma once

#include <ssislb/model/notice.hpp>
#include <ssislb/model/parent_package.hpp>

#include <string>

namespace ssislb {

/// One line without its end. Every object has `time` (RFC 3339, UTC, the plan's time) and
/// `event`; where they apply `task`, `server`, `job`, `attempt` and `outcome`; more by event.
/// Lengths of time are seconds.
///
/// Preconditions: the notice comes from a run of the package.
[[nodiscard]] std::string to_json_line(parent_package const&, timed_notice const&);

} // namespace ssislb
