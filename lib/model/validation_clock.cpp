// What has to do with the clock: windows, the pace of starts, the deadline.
#include "model/validation_parts.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cmath>

namespace ssislb::detail {
namespace {

using namespace std::chrono_literals;

void check_windows(server const& s, element_mistakes& mistakes) {
    for (std::size_t i = 0; i < s.windows.size(); ++i) {
        auto const& one = s.windows[i];
        if (one.begin < 0min || one.begin >= 24h || one.end < 0min || one.end > 24h)
            mistakes.add("windows", i, "a window lies between 00:00 and 24:00");
        else if (one.begin == one.end)
            mistakes.add("windows", i,
                         fmt::format("the window {} is never open; give another end, or leave "
                                     "windows out for a server that takes work all day",
                                     to_string(one)));
    }
}

void check_pace(server const& s, element_mistakes& mistakes) {
    auto const& pace = s.starts_per_second;
    if (pace && !(std::isfinite(*pace) && *pace >= 0.001 && *pace <= 1000))
        mistakes.add("starts_per_second", "starts_per_second must be from 0.001 to 1000; leave it "
                                          "out for starts as quick as can be");
    if (s.max_pending_starts == 0U)
        mistakes.add("max_pending_starts", "with max_pending_starts = 0 nothing could be started "
                                           "there; give at least 1, or leave it out");
}

} // namespace

void check_clock(parent_package const& package, mistake_list& list) {
    for (std::size_t at = 0; at < package.servers.size(); ++at) {
        element_mistakes mistakes(list, mistake_location::element::server, at);
        check_windows(package.servers[at], mistakes);
        check_pace(package.servers[at], mistakes);
    }
    auto const& due = package.finish_by;
    if (due && (due->time < 0min || due->time >= 24h || (due->day && !due->day->ok())))
        list.add({.key = "finish_by"},
                 "finish_by is no time of day; write \"06:00\" or \"2026-11-25 06:00\"");
}

} // namespace ssislb::detail
