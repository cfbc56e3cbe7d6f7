#include <ssislb/base/time.hpp>

#include <array>
#include <charconv>
#include <cmath>

namespace ssislb {
namespace {

struct unit {
    std::string_view name;
    std::int64_t length; // in milliseconds
};

constexpr std::array<unit, 5> units{
    {{"d", 86'400'000}, {"h", 3'600'000}, {"m", 60'000}, {"s", 1'000}, {"ms", 1}}};

constexpr std::int64_t ten_years = 3653 * units[0].length;

/// Without printf: a status call bears a time, and there are thousands a second.
void append_digits(std::string& text, unsigned number, int width) {
    std::array<char, 10> digits{};
    for (auto at = digits.begin() + width; at != digits.begin(); number /= 10)
        *--at = static_cast<char>('0' + number % 10);
    text.append(digits.data(), static_cast<std::size_t>(width));
}

template <class Days, class Time>
std::string calendar(Days days, Time time, char separator, std::string_view zone) {
    std::chrono::year_month_day const date{days};
    std::chrono::hh_mm_ss<milliseconds> const clock{time};
    auto const number = [](auto count) { return static_cast<unsigned>(count.count()); };
    std::string text;
    text.reserve(24);
    append_digits(text, static_cast<unsigned>(static_cast<int>(date.year())), 4);
    text += '-';
    append_digits(text, static_cast<unsigned>(date.month()), 2);
    text += '-';
    append_digits(text, static_cast<unsigned>(date.day()), 2);
    text += separator;
    append_digits(text, number(clock.hours()), 2);
    text += ':';
    append_digits(text, number(clock.minutes()), 2);
    text += ':';
    append_digits(text, number(clock.seconds()), 2);
    text += '.';
    append_digits(text, number(clock.subseconds()), 3);
    return text += zone;
}

} // namespace

std::string to_rfc3339(timestamp at) {
    auto const days = std::chrono::floor<std::chrono::days>(at);
    return calendar(days, at - days, 'T', "Z");
}

std::string to_string(server_time at) {
    auto const days = std::chrono::floor<std::chrono::days>(at);
    return calendar(days, at - days, ' ', "");
}

std::string format_duration(milliseconds length) {
    std::int64_t rest = length.count();
    std::string text = rest < 0 ? "-" : "";
    rest = std::abs(rest);
    for (auto const& [name, one] : units) {
        if (rest < one)
            continue;
        text += std::to_string(rest / one);
        text += name;
        rest %= one;
    }
    return text.empty() ? "0s" : text;
}

std::optional<milliseconds> parse_duration(std::string_view text) noexcept {
    double total = 0;
    auto next = units.begin();
    bool fraction = false;
    if (text.empty())
        return std::nullopt;
    while (!text.empty()) {
        double number = 0;
        auto const [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number,
                                                    std::chars_format::fixed);
        if (failure != std::errc{} || std::signbit(number) || !std::isfinite(number) || fraction)
            return std::nullopt;
        fraction = number != std::floor(number);
        text.remove_prefix(static_cast<std::size_t>(end - text.data()));
        auto const letters = text.substr(0, text.find_first_not_of("dhms"));
        while (next != units.end() && next->name != letters)
            ++next;
        if (next == units.end())
            return std::nullopt;
        total += number * static_cast<double>(next->length);
        text.remove_prefix(letters.size());
        ++next;
    }
    if (total > static_cast<double>(ten_years))
        return std::nullopt;
    return milliseconds{std::llround(total)};
}

} // namespace ssislb
