// Which slot is busy with what, over time, in letters.
#pragma once

#include <ssislb/model/parent_package.hpp>
#include <ssislb/scheduler/forecast.hpp>

#include <string>

namespace ssislb::detail {

/// A line a slot, over a time axis. Fits `width` columns if names leave room for twenty. Of more
/// than a hundred slots the first hundred are drawn.
[[nodiscard]] std::string gantt_chart(parent_package const&, forecast const&, int width);

} // namespace ssislb::detail
