// When a parent package has to be through.
#pragma once

#include <ssislb/base/local_time.hpp>
#include <ssislb/base/time.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace ssislb {

/// By the local time of the machine that runs the package.
struct deadline {
    /// None: the day on which that time of day comes next.
    std::optional<std::chrono::year_month_day> day;
    /// Since midnight, from 00:00 to 23:59.
    std::chrono::minutes time{0};

    bool operator==(deadline const&) const = default;
};

/// `06:00`, `2026-11-25 06:00`
[[nodiscard]] std::string to_string(deadline);

/// Reads what to_string writes.
[[nodiscard]] std::optional<deadline> parse_deadline(std::string_view) noexcept;

/// The instant that is meant by somebody who begins at `from`, in the past only where the deadline
/// names its day.
[[nodiscard]] timestamp instant_of(deadline const&, timestamp from, local_zone const&);

} // namespace ssislb
