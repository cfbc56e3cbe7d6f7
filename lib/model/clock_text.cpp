// Times of day as plans write them.
#include "model/clock_text.hpp"

#include <fmt/format.h>

#include <charconv>

namespace ssislb::detail {

std::string clock_text(std::chrono::minutes since_midnight) {
    return fmt::format("{:02}:{:02}", since_midnight.count() / 60, since_midnight.count() % 60);
}

std::optional<int> parse_digits(std::string_view text, std::size_t digits) noexcept {
    if (text.size() != digits || text.front() == '-')
        return std::nullopt;
    int number = 0;
    auto const* end = text.data() + text.size();
    auto const read = std::from_chars(text.data(), end, number);
    return read.ptr == end ? std::optional(number) : std::nullopt;
}

std::optional<std::chrono::minutes> parse_clock(std::string_view text,
                                                std::chrono::minutes latest) noexcept {
    if (text.size() != 5 || text[2] != ':')
        return std::nullopt;
    auto const hours = parse_digits(text.substr(0, 2), 2);
    auto const minutes = parse_digits(text.substr(3), 2);
    if (!hours || !minutes || *minutes > 59)
        return std::nullopt;
    std::chrono::minutes const time(*hours * 60 + *minutes);
    return time <= latest ? std::optional(time) : std::nullopt;
}

} // namespace ssislb::detail
