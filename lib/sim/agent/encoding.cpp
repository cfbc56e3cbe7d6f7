#include "sim/agent/encoding.hpp"

#include <algorithm>

namespace ssislb::sim::detail {

std::int32_t run_date(server_time at) noexcept {
    std::chrono::year_month_day const day{std::chrono::floor<std::chrono::days>(at)};
    return static_cast<int>(day.year()) * 10'000 +
           static_cast<std::int32_t>(static_cast<unsigned>(day.month()) * 100 +
                                     static_cast<unsigned>(day.day()));
}

std::int32_t run_time(server_time at) noexcept {
    return run_duration(at - std::chrono::floor<std::chrono::days>(at));
}

std::int32_t run_duration(milliseconds length) noexcept {
    auto const seconds =
        std::max<std::int64_t>(0, std::chrono::floor<std::chrono::seconds>(length).count());
    return static_cast<std::int32_t>(seconds / 3600 * 10'000 + seconds / 60 % 60 * 100 +
                                     seconds % 60);
}

server_time as_datetime(server_time at) noexcept {
    auto const second = std::chrono::floor<std::chrono::seconds>(at);
    auto const ticks = ((at - second).count() * 300 + 500) / 1000;
    return second + milliseconds{(ticks * 10 + 1) / 3};
}

server_time without_milliseconds(server_time at) noexcept {
    return std::chrono::floor<std::chrono::seconds>(at);
}

} // namespace ssislb::sim::detail
