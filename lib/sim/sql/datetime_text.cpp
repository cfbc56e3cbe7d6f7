// Reading a datetime that came as text.
#include "sim/agent/text.hpp"
#include "sim/sql/conversion.hpp"

#include <charconv>

namespace ssislb::sim::sql {
namespace {

/// Takes up to `digits` digits off the front.
std::optional<int> take_number(std::string_view& text, std::size_t digits) {
    int number = 0;
    auto const field = text.substr(0, digits);
    auto const [end, failure] = std::from_chars(field.data(), field.data() + field.size(), number);
    if (failure != std::errc{} || number < 0)
        return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - field.data()));
    return number;
}

bool take(std::string_view& text, char c) {
    if (text.empty() || text.front() != c)
        return false;
    text.remove_prefix(1);
    return true;
}

std::optional<std::chrono::local_days> take_date(std::string_view& text) {
    auto const year = take_number(text, 4);
    bool const hyphens = take(text, '-');
    auto const month = take_number(text, 2);
    if (hyphens && !take(text, '-'))
        return std::nullopt;
    auto const day = take_number(text, 2);
    if (!year || !month || !day)
        return std::nullopt;
    std::chrono::year_month_day const date{std::chrono::year{*year},
                                           std::chrono::month{static_cast<unsigned>(*month)},
                                           std::chrono::day{static_cast<unsigned>(*day)}};
    if (!date.ok())
        return std::nullopt;
    return std::chrono::local_days{date};
}

std::optional<milliseconds> take_time(std::string_view& text) {
    auto const hours = take_number(text, 2);
    if (!hours || *hours > 23 || !take(text, ':'))
        return std::nullopt;
    auto const minutes = take_number(text, 2);
    if (!minutes || *minutes > 59)
        return std::nullopt;
    milliseconds time = std::chrono::hours{*hours} + std::chrono::minutes{*minutes};
    if (!take(text, ':'))
        return time;
    auto const seconds = take_number(text, 2);
    if (!seconds || *seconds > 59)
        return std::nullopt;
    time += std::chrono::seconds{*seconds};
    if (!take(text, '.'))
        return time;
    int unit = 100;
    for (int digit = 0; digit < 3 && !text.empty(); ++digit, unit /= 10) {
        auto const number = take_number(text, 1);
        if (!number)
            return std::nullopt;
        time += milliseconds{*number * unit};
    }
    return time;
}

} // namespace

std::optional<milliseconds> parse_time(std::string_view text) {
    text = detail::trimmed(text);
    auto const time = take_time(text);
    return text.empty() ? time : std::nullopt;
}

std::optional<server_time> parse_datetime(std::string_view text) {
    text = detail::trimmed(text);
    auto const date = take_date(text);
    if (!date)
        return std::nullopt;
    if (text.empty())
        return server_time{*date};
    if (!take(text, ' ') && !take(text, 'T'))
        return std::nullopt;
    auto const time = take_time(text);
    if (!time || !text.empty())
        return std::nullopt;
    return *date + *time;
}

} // namespace ssislb::sim::sql
