#include "model/clock_text.hpp"

#include <ssislb/model/time_window.hpp>

namespace ssislb {

std::string to_string(time_window window) {
    return detail::clock_text(window.begin) + "-" + detail::clock_text(window.end);
}

std::optional<time_window> parse_time_window(std::string_view text) noexcept {
    using namespace std::chrono_literals;
    if (text.size() != 11 || text[5] != '-')
        return std::nullopt;
    auto const begin = detail::parse_clock(text.substr(0, 5), 24h - 1min);
    auto const end = detail::parse_clock(text.substr(6), 24h);
    if (!begin || !end)
        return std::nullopt;
    return time_window{*begin, *end};
}

} // namespace ssislb
