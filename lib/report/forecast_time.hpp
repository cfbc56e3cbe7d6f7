// Lengths of time of a forecast, as exact as its length allows.
#pragma once

#include <ssislb/base/time.hpp>

#include <chrono>
#include <string>

namespace ssislb::detail {

/// To the second, but to the millisecond in a run below two minutes.
inline std::string show_time(milliseconds length, milliseconds makespan) {
    if (makespan < std::chrono::minutes(2))
        return format_duration(length);
    return format_duration(std::chrono::round<std::chrono::seconds>(length));
}

} // namespace ssislb::detail
