#include "agent/agent_time.hpp"

#include <chrono>

namespace ssislb::detail {
namespace {

struct digits {
    std::int64_t high;
    std::int64_t middle;
    std::int64_t low;
};

/// Both calendars of the Agent end in two pairs of digits.
constexpr digits split(std::int64_t packed) noexcept {
    return {packed / 10'000, packed / 100 % 100, packed % 100};
}

} // namespace

std::optional<server_time> decode_run_instant(std::int64_t run_date,
                                              std::int64_t run_time) noexcept {
    namespace ch = std::chrono;
    auto const [year, month, day] = split(run_date);
    auto const [hour, minute, second] = split(run_time);
    if (run_date <= 0 || year > 9999 || run_time < 0 || hour > 23 || minute > 59 || second > 59)
        return std::nullopt;
    ch::year_month_day const date{ch::year{static_cast<int>(year)},
                                  ch::month{static_cast<unsigned>(month)},
                                  ch::day{static_cast<unsigned>(day)}};
    if (!date.ok())
        return std::nullopt;
    return server_time{ch::local_days{date}} + ch::hours{hour} + ch::minutes{minute} +
           ch::seconds{second};
}

milliseconds decode_run_duration(std::int64_t run_duration) noexcept {
    if (run_duration <= 0)
        return milliseconds{0};
    auto const [hours, minutes, seconds] = split(run_duration);
    return std::chrono::hours{hours} + std::chrono::minutes{minutes} +
           std::chrono::seconds{seconds};
}

bool same_start(server_time whole, server_time exact) noexcept {
    constexpr std::chrono::seconds slack{1};
    auto const second = whole_second(exact);
    return whole >= second - slack && whole <= second + slack;
}

server_time whole_second(server_time at) noexcept {
    return std::chrono::floor<std::chrono::seconds>(at);
}

} // namespace ssislb::detail
