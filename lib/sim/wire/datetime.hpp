// Days and ticks of the wire, and times of the server.
#pragma once

#include <ssislb/base/time.hpp>

#include <cstdint>

namespace ssislb::sim::wire {

/// A datetime: days since 1900-01-01 and ticks of 1/300 s.
struct datetime_parts {
    std::int32_t days = 0;
    std::uint32_t ticks = 0;
};

/// Rounds to the nearest tick, as SQL Server does.
[[nodiscard]] datetime_parts to_datetime(server_time) noexcept;
[[nodiscard]] server_time from_datetime(datetime_parts) noexcept;

/// Days since 0001-01-01 (date, datetime2) and what has passed of the day.
[[nodiscard]] server_time from_date(std::int64_t days, milliseconds of_day) noexcept;

/// Days since 1900-01-01 and minutes of the day.
[[nodiscard]] server_time from_smalldatetime(std::uint16_t days, std::uint16_t minutes) noexcept;

} // namespace ssislb::sim::wire
