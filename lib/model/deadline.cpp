#include "model/clock_text.hpp"

#include <ssislb/model/deadline.hpp>

#include <fmt/format.h>

namespace ssislb {
namespace {

using namespace std::chrono;

std::optional<year_month_day> parse_day(std::string_view text) noexcept {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-')
        return std::nullopt;
    auto const y = detail::parse_digits(text.substr(0, 4), 4);
    auto const m = detail::parse_digits(text.substr(5, 2), 2);
    auto const d = detail::parse_digits(text.substr(8), 2);
    if (!y || !m || !d)
        return std::nullopt;
    year_month_day const found{year(*y), month(static_cast<unsigned>(*m)),
                               day(static_cast<unsigned>(*d))};
    return found.ok() ? std::optional(found) : std::nullopt;
}

} // namespace

std::string to_string(deadline when) {
    auto const time = detail::clock_text(when.time);
    if (!when.day)
        return time;
    return fmt::format("{:04}-{:02}-{:02} {}", static_cast<int>(when.day->year()),
                       static_cast<unsigned>(when.day->month()),
                       static_cast<unsigned>(when.day->day()), time);
}

std::optional<deadline> parse_deadline(std::string_view text) noexcept {
    deadline found;
    if (text.size() == 16 && (text[10] == ' ' || text[10] == 'T')) {
        found.day = parse_day(text.substr(0, 10));
        if (!found.day)
            return std::nullopt;
        text.remove_prefix(11);
    }
    auto const time = detail::parse_clock(text, hours(24) - minutes(1));
    if (!time)
        return std::nullopt;
    found.time = *time;
    return found;
}

timestamp instant_of(deadline const& when, timestamp from, local_zone const& zone) {
    auto const on = [&](local_days day) { return zone.to_utc(day + when.time); };
    if (when.day)
        return on(local_days(*when.day));
    auto const today = floor<days>(zone.to_local(from));
    return on(today) > from ? on(today) : on(today + days(1));
}

} // namespace ssislb
