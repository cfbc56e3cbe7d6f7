#include "scheduler/opening_hours.hpp"

#include <algorithm>

namespace ssislb::detail {
namespace {

using std::chrono::days;
using std::chrono::floor;

bool covers(time_window const& window, milliseconds time_of_day) {
    bool const begun = window.begin <= time_of_day;
    bool const going_on = time_of_day < window.end;
    return window.begin < window.end ? begun && going_on : begun || going_on;
}

} // namespace

bool opening_hours::open_at(timestamp now) const {
    auto const local = now + utc_offset_;
    auto const time_of_day = local - floor<days>(local);
    return always() || std::ranges::any_of(windows_, [time_of_day](time_window const& one) {
               return covers(one, time_of_day);
           });
}

timestamp opening_hours::next_change(timestamp after) const {
    auto const local = after + utc_offset_;
    auto const today = floor<days>(local);
    auto next = timestamp::max();
    auto const consider = [&](std::chrono::minutes time_of_day) {
        timestamp const then = today + time_of_day;
        next = std::min(next, then > local ? then : then + days(1));
    };
    for (auto const& one : windows_) {
        consider(one.begin);
        consider(one.end);
    }
    return next - utc_offset_;
}

} // namespace ssislb::detail
