// Which slot is busy with what, over time, in letters.
#pragma once

#include <ssislb/model/parent_package.hpp>
#include <ssislb/scheduler/forecast.hpp>

#include <string>

namespace ssislb::detail {

/// A line a slot over a time axis; for many slots or tasks a line a server, which tells how many of
/// its slots are in use. At most 40 lines, and `width` columns if that leaves room for twenty.
///
/// Preconditions: a task runs.
[[nodiscard]] std::string gantt_chart(parent_package const&, forecast const&, int width);

} // namespace ssislb::detail
