// Parts of the day and deadlines as plans write them.
#include "support/catch.hpp"

#include <ssislb/model/deadline.hpp>
#include <ssislb/model/time_window.hpp>

using namespace ssislb;
using namespace std::chrono_literals;

namespace {

constexpr timestamp day(std::chrono::year_month_day of) {
    return std::chrono::sys_days(of);
}

constexpr auto today = std::chrono::year(2026) / 11 / 25;

} // namespace

TEST_CASE("windows are read and written alike", "[model][clock]") {
    CHECK(parse_time_window("22:00-06:30") == time_window{22h, 6h + 30min});
    CHECK(parse_time_window("00:00-24:00") == time_window{});
    CHECK(to_string(time_window{22h, 6h + 30min}) == "22:00-06:30");
    for (auto const* wrong : {"", "22-06", "22:00", "22:00 - 06:00", "24:00-06:00", "22:00-24:01",
                              "22:60-06:00", "-2:00-06:00", "+2:00-06:00", "22:00-06:000"})
        CHECK_FALSE(parse_time_window(wrong));
}

TEST_CASE("deadlines are read and written alike", "[model][clock]") {
    CHECK(parse_deadline("06:00") == deadline{{}, 6h});
    CHECK(parse_deadline("2026-11-25 06:05") == deadline{today, 6h + 5min});
    CHECK(parse_deadline("2026-11-25T06:05") == deadline{today, 6h + 5min});
    CHECK(to_string(deadline{today, 6h + 5min}) == "2026-11-25 06:05");
    CHECK(to_string(deadline{{}, 6h}) == "06:00");
    for (auto const* wrong : {"", "6:00", "24:00", "2026-02-29 06:00", "2026-11-25", "06:00:00",
                              "2026-11-25  6:00", "2026-1125 06:00"})
        CHECK_FALSE(parse_deadline(wrong));
}

TEST_CASE("a time of day is that of the day on which it comes next", "[model][clock]") {
    auto const six = deadline{{}, 6h};
    CHECK(instant_of(six, day(today) + 5h, {}) == day(today) + 6h);
    CHECK(instant_of(six, day(today) + 6h, {}) == day(today) + 30h);
    CHECK(instant_of(six, day(today) + 22h, {}) == day(today) + 30h);
    // It is half past midnight where the package runs.
    CHECK(instant_of(six, day(today) - 30min, {1h}) == day(today) + 5h);
}

TEST_CASE("a deadline that names its day may be past", "[model][clock]") {
    auto const gone = deadline{today, 6h};
    CHECK(instant_of(gone, day(today) + 200h, {2h}) == day(today) + 4h);
}

TEST_CASE("a deadline is meant by the clock of its own night", "[model][clock]") {
    // Clocks go from 3:00 back to 2:00 (1:00 UTC) on that morning.
    local_zone const autumn{2h, {{day(today) + 1h, 1h}}};
    CHECK(instant_of(deadline{{}, 6h}, day(today) - 2h, autumn) == day(today) + 5h);
    CHECK(instant_of(deadline{today, 6h}, day(today) - 2h, autumn) == day(today) + 5h);
    // Half past two comes twice: the first is meant.
    CHECK(instant_of(deadline{{}, 2h + 30min}, day(today) - 2h, autumn) == day(today) + 30min);
    // Clocks go from 2:00 on to 3:00 (1:00 UTC).
    local_zone const spring{1h, {{day(today) + 1h, 2h}}};
    CHECK(instant_of(deadline{{}, 6h}, day(today) - 2h, spring) == day(today) + 4h);
    // Half past two does not come.
    CHECK(instant_of(deadline{{}, 2h + 30min}, day(today) - 2h, spring) == day(today) + 90min);
}
