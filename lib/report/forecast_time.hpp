// Times of a forecast, as exact as its length allows.
#pragma once

#include <ssislb/base/time.hpp>

#include <string>

namespace ssislb::detail {

/// To the second, but to the millisecond in a run below two minutes.
[[nodiscard]] std::string show_time(milliseconds length, milliseconds makespan);

/// Local time as `16:33`, with the day where that is another than `today`'s, and with seconds in a
/// run below ten minutes.
[[nodiscard]] std::string show_clock(timestamp, timestamp today, milliseconds makespan);

} // namespace ssislb::detail
