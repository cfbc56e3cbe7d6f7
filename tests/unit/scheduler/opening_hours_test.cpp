// Servers that take work at certain times of day.
#include "plan_builder.hpp"
#include "scheduler/opening_hours.hpp"
#include "stage.hpp"
#include "support/catch.hpp"

using namespace ssislb;
using namespace ssislb::test;
using detail::opening_hours;

namespace {

/// start_of_time is midnight UTC.
timestamp at(std::chrono::minutes time) {
    return start_of_time + time;
}

} // namespace

TEST_CASE("a window is open from its begin until before its end", "[scheduler][hours]") {
    opening_hours const hours({{2h, 4h}}, {});
    CHECK_FALSE(hours.open_at(at(2h) - 1ms));
    CHECK(hours.open_at(at(2h)));
    CHECK(hours.open_at(at(4h) - 1ms));
    CHECK_FALSE(hours.open_at(at(4h)));
    CHECK(hours.open_at(at(26h)));
}

TEST_CASE("a window may end on the next day, or with the day", "[scheduler][hours]") {
    opening_hours const night({{22h, 6h}}, {});
    CHECK(night.open_at(at(23h)));
    CHECK(night.open_at(at(24h)));
    CHECK(night.open_at(at(30h) - 1ms));
    CHECK_FALSE(night.open_at(at(30h)));
    opening_hours const evening({{18h, 24h}}, {});
    CHECK(evening.open_at(at(24h) - 1ms));
    CHECK_FALSE(evening.open_at(at(24h)));
}

TEST_CASE("windows are told in local time", "[scheduler][hours]") {
    opening_hours const hours({{2h, 4h}}, {90min});
    CHECK(hours.open_at(at(30min)));
    CHECK_FALSE(hours.open_at(at(3h)));
    CHECK(hours.next_change(at(30min)) == at(150min));
}

TEST_CASE("a window keeps its hours when clocks are changed within it", "[scheduler][hours]") {
    // At 1:00 UTC clocks go from 3:00 back to 2:00.
    opening_hours const autumn({{22h, 6h}}, {2h, {{at(1h), 1h}}});
    CHECK(autumn.open_at(at(5h) - 1ms));
    CHECK_FALSE(autumn.open_at(at(5h)));
    CHECK(autumn.next_change(at(2h)) == at(5h));
    // A window that lies in the hour that comes twice opens twice.
    opening_hours const twice({{2h, 150min}}, {2h, {{at(1h), 1h}}});
    CHECK(twice.open_at(at(15min)));
    CHECK_FALSE(twice.open_at(at(45min)));
    CHECK(twice.next_change(at(30min)) == at(1h));
    CHECK(twice.open_at(at(75min)));
}

TEST_CASE("the next change is the nearest begin or end of any window", "[scheduler][hours]") {
    opening_hours const hours({{2h, 4h}, {22h, 3h}}, {});
    CHECK(hours.next_change(at(0h)) == at(2h));
    CHECK(hours.next_change(at(2h)) == at(3h));
    CHECK(hours.next_change(at(4h)) == at(22h));
    CHECK(hours.next_change(at(22h)) == at(26h));
    CHECK(opening_hours({{0h, 24h}}, {}).next_change(at(5h)) == at(24h));
}

TEST_CASE("nothing is started outside the windows, and what runs goes on", "[scheduler][hours]") {
    stage night(plan().server("a", 1).windows({{1h, 2h}}).tasks({"x", "y"}));
    CHECK(night.decide().empty());
    CHECK(night.wake() == "wake 1h");
    CHECK_FALSE(night.server("a").in_window);
    CHECK(night.wait(1h).decide() == lines{"start x#1 a"});
    CHECK(night.accept("x").wait(90min).decide().empty());
    CHECK(only("start", night.finish("x").decide()).empty());
    // Nobody loses patience meanwhile.
    CHECK(night.wait(22h + 29min).decide().empty());
    CHECK(night.wait(1min).decide() == lines{"start y#1 a"});
}
