// Days and ticks of the wire, and times of the server.
#include "sim/wire/datetime.hpp"

namespace ssislb::sim::wire {

namespace {

using std::chrono::days;
using std::chrono::local_days;

constexpr local_days year_1900 = local_days{std::chrono::January / 1 / 1900};
constexpr local_days year_1 = local_days{std::chrono::January / 1 / 1};
constexpr std::int64_t ticks_a_day = 300LL * 24 * 60 * 60;

} // namespace

datetime_parts to_datetime(server_time time) noexcept {
    auto const day = std::chrono::floor<days>(time);
    std::int64_t const of_day = (time - day).count();
    std::int64_t ticks = (of_day * 3 + 5) / 10;
    auto count = (day - year_1900).count();
    // 23:59:59.999 is nearer to midnight.
    if (ticks == ticks_a_day) {
        ticks = 0;
        ++count;
    }
    return {static_cast<std::int32_t>(count), static_cast<std::uint32_t>(ticks)};
}

server_time from_datetime(datetime_parts parts) noexcept {
    auto const of_day = milliseconds{(static_cast<std::int64_t>(parts.ticks) * 10 + 1) / 3};
    return year_1900 + days{parts.days} + of_day;
}

server_time from_date(std::int64_t day, milliseconds of_day) noexcept {
    return year_1 + days{day} + of_day;
}

server_time from_smalldatetime(std::uint16_t day, std::uint16_t minutes) noexcept {
    return year_1900 + days{day} + std::chrono::minutes{minutes};
}

} // namespace ssislb::sim::wire
