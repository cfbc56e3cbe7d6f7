// The Agent's integer dates, times and durations; the one place that decodes them.
#pragma once

#include <ssislb/base/time.hpp>

#include <cstdint>
#include <optional>

namespace ssislb::detail {

/// run_date (YYYYMMDD) and run_time (HHMMSS without leading zeros) as an instant. None: never, or
/// digits that are no date or time.
[[nodiscard]] std::optional<server_time> decode_run_instant(std::int64_t run_date,
                                                            std::int64_t run_time) noexcept;

/// run_duration: HHMMSS digits, hours beyond two digits where a run was that long. Readers of these
/// digits disagree from 100 hours on; here the leading digits are hours. A negative one, which a
/// clock set back can leave, is zero.
[[nodiscard]] milliseconds decode_run_duration(std::int64_t run_duration) noexcept;

/// Whether run_date and run_time can be the start of a run that the activity shows with that
/// start_execution_date: they are taken at different moments.
[[nodiscard]] bool same_start(server_time whole, server_time exact) noexcept;

/// History knows whole seconds only.
[[nodiscard]] server_time whole_second(server_time) noexcept;

} // namespace ssislb::detail
