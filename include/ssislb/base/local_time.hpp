// The local time of this machine.
#pragma once

#include <ssislb/base/time.hpp>

namespace ssislb {

/// What local time (TZ, else the system's zone) is ahead of UTC at that instant; negative west of
/// Greenwich.
[[nodiscard]] milliseconds utc_offset(timestamp);

} // namespace ssislb
