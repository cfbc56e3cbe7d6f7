// When servers take work, by the time of day.
#pragma once

#include <ssislb/base/local_time.hpp>
#include <ssislb/base/time.hpp>
#include <ssislb/model/time_window.hpp>

#include <utility>
#include <vector>

namespace ssislb::detail {

/// Windows of one server; none: it is always open.
class opening_hours {
public:
    opening_hours(std::vector<time_window> windows, local_zone zone)
        : windows_(std::move(windows))
        , zone_(std::move(zone)) {}

    [[nodiscard]] bool always() const noexcept { return windows_.empty(); }
    [[nodiscard]] bool open_at(timestamp) const;

    /// The next instant at which a window begins or ends.
    /// Preconditions: there is a window.
    [[nodiscard]] timestamp next_change(timestamp after) const;

private:
    std::vector<time_window> windows_;
    local_zone zone_;
};

} // namespace ssislb::detail
