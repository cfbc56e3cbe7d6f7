// A part of the day in which a server takes work.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace ssislb {

/// By the local time of the machine that runs the package.
struct time_window {
    /// Since midnight: from 00:00 to 23:59, and from 00:00 to 24:00. An end before the begin is one
    /// of the next day.
    std::chrono::minutes begin{0};
    std::chrono::minutes end{std::chrono::hours(24)};

    bool operator==(time_window const&) const = default;
};

/// `22:00-06:00`
[[nodiscard]] std::string to_string(time_window);

/// Reads what to_string writes.
[[nodiscard]] std::optional<time_window> parse_time_window(std::string_view) noexcept;

} // namespace ssislb
