// Times of day as plans write them.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace ssislb::detail {

/// `06:00`
[[nodiscard]] std::string clock_text(std::chrono::minutes since_midnight);

/// Two digits, a colon, two digits; from 00:00 to `latest`.
[[nodiscard]] std::optional<std::chrono::minutes> parse_clock(std::string_view,
                                                              std::chrono::minutes latest) noexcept;

/// A number of so many digits and no other characters.
[[nodiscard]] std::optional<int> parse_digits(std::string_view, std::size_t digits) noexcept;

} // namespace ssislb::detail
