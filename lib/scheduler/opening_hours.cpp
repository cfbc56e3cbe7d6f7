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
    auto const local = zone_.to_local(now);
    auto const time_of_day = local - floor<days>(local);
    return always() || std::ranges::any_of(windows_, [time_of_day](time_window const& one) {
               return covers(one, time_of_day);
           });
}

timestamp opening_hours::next_change(timestamp after) const {
    auto const today = floor<days>(zone_.to_local(after));
    auto next = timestamp::max();
    auto const consider = [&](std::chrono::minutes time_of_day) {
        // Where clocks are put back the same time of day may come again.
        for (auto const day : {today, today + days(1), today + days(2)})
            if (auto const then = zone_.to_utc(day + time_of_day); then > after)
                next = std::min(next, then);
    };
    for (auto const& one : zone_.changes)
        if (one.at > after)
            next = std::min(next, one.at);
    for (auto const& one : windows_) {
        consider(one.begin);
        consider(one.end);
    }
    return next;
}

} // namespace ssislb::detail
