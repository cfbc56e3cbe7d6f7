// How msdb writes dates, times and durations.
#pragma once

#include <ssislb/base/time.hpp>

#include <cstdint>

namespace ssislb::sim::detail {

/// YYYYMMDD.
[[nodiscard]] std::int32_t run_date(server_time) noexcept;
/// HHMMSS without leading zeros.
[[nodiscard]] std::int32_t run_time(server_time) noexcept;
/// HHMMSS of whole seconds; hours may pass 23. Negative lengths, as a change of the clock makes
/// them, count as none.
[[nodiscard]] std::int32_t run_duration(milliseconds) noexcept;

/// The nearest value that a datetime can hold: steps of 1/300 s, shown as .000, .003 and .007.
[[nodiscard]] server_time as_datetime(server_time) noexcept;
[[nodiscard]] server_time without_milliseconds(server_time) noexcept;

} // namespace ssislb::sim::detail
