// When servers take work, by the time of day.
#pragma once

#include <ssislb/base/time.hpp>
#include <ssislb/model/time_window.hpp>

#include <vector>

namespace ssislb::detail {

/// Windows of one server; none: it is always open.
class opening_hours {
public:
    /// `utc_offset`: what local time is ahead of UTC.
    opening_hours(std::vector<time_window> windows, milliseconds utc_offset)
        : windows_(std::move(windows))
        , utc_offset_(utc_offset) {}

    [[nodiscard]] bool always() const noexcept { return windows_.empty(); }
    [[nodiscard]] bool open_at(timestamp) const;

    /// The next instant at which a window begins or ends.
    /// Preconditions: there is a window.
    [[nodiscard]] timestamp next_change(timestamp after) const;

private:
    std::vector<time_window> windows_;
    milliseconds utc_offset_;
};

} // namespace ssislb::detail
