#include <ssislb/base/local_time.hpp>

#include <ctime>

namespace ssislb {
namespace {

milliseconds offset_of_machine(timestamp at) {
    auto const seconds = static_cast<std::time_t>(
        std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count());
    std::tm local{};
    localtime_r(&seconds, &local);
    return std::chrono::seconds(local.tm_gmtoff);
}

} // namespace

milliseconds local_zone::offset_at(timestamp at) const noexcept {
    milliseconds now = offset;
    for (change const& one : changes)
        if (one.at <= at)
            now = one.offset;
    return now;
}

local_zone::local_instant local_zone::to_local(timestamp at) const noexcept {
    return local_instant(at.time_since_epoch() + offset_at(at));
}

timestamp local_zone::to_utc(local_instant local) const noexcept {
    milliseconds ahead = offset;
    for (change const& one : changes) {
        auto const by_old_clock = timestamp(local.time_since_epoch() - ahead);
        auto const by_new_clock = timestamp(local.time_since_epoch() - one.offset);
        if (by_old_clock < one.at || by_new_clock < one.at)
            break;
        ahead = one.offset;
    }
    return timestamp(local.time_since_epoch() - ahead);
}

local_zone zone_of_machine(timestamp around) {
    using namespace std::chrono;
    auto const begin = floor<days>(around) - days(7);
    local_zone zone{offset_of_machine(begin)};
    auto last = zone.offset;
    for (timestamp week = begin; week < begin + days(373); week += weeks(1)) {
        // No zone changes there and back within a week.
        if (offset_of_machine(week + weeks(1)) == last)
            continue;
        // Zones change at full quarters of an hour.
        for (timestamp at = week + minutes(15); at <= week + weeks(1); at += minutes(15))
            if (auto const now = offset_of_machine(at); now != last) {
                zone.changes.push_back({at, now});
                last = now;
            }
    }
    return zone;
}

} // namespace ssislb
