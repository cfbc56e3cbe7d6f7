// Times and durations as the Agent codes them.
#include "agent/agent_time.hpp"
#include "support/catch.hpp"

#include <chrono>

using namespace ssislb;
using namespace ssislb::detail;
using namespace std::chrono_literals;

namespace {

server_time day(int year, unsigned month, unsigned number) {
    namespace ch = std::chrono;
    return ch::local_days{ch::year{year} / ch::month{month} / ch::day{number}};
}

} // namespace

TEST_CASE("a run's time has no leading zeros", "[agent][time]") {
    CHECK(decode_run_instant(20261124, 5) == day(2026, 11, 24) + 5s);
    CHECK(decode_run_instant(20261124, 12'03) == day(2026, 11, 24) + 12min + 3s);
    CHECK(decode_run_instant(20261124, 235959) == day(2026, 11, 24) + 23h + 59min + 59s);
}

TEST_CASE("midnight is a time, date zero is never", "[agent][time]") {
    CHECK(decode_run_instant(20261124, 0) == day(2026, 11, 24));
    CHECK_FALSE(decode_run_instant(0, 0));
}

TEST_CASE("digits that are no date or time are never", "[agent][time]") {
    auto const [date, time] = GENERATE(table<int, int>({{20261301, 0},
                                                        {20260229, 0},
                                                        {20261100, 0},
                                                        {-20261124, 0},
                                                        {20261124, 240000},
                                                        {20261124, 126000},
                                                        {20261124, 60},
                                                        {20261124, -1}}));
    CAPTURE(date, time);
    CHECK_FALSE(decode_run_instant(date, time));
}

TEST_CASE("a duration's minutes and seconds are two digits each", "[agent][time]") {
    CHECK(decode_run_duration(0) == 0s);
    CHECK(decode_run_duration(59) == 59s);
    CHECK(decode_run_duration(100) == 1min);
    CHECK(decode_run_duration(13'05'09) == 13h + 5min + 9s);
}

TEST_CASE("a duration of more than 99 hours keeps its hours", "[agent][time]") {
    CHECK(decode_run_duration(100'00'01) == 100h + 1s);
    CHECK(decode_run_duration(1234'56'07) == 1234h + 56min + 7s);
}

TEST_CASE("a run that ends before it began, by a clock set back, took no time", "[agent][time]") {
    CHECK(decode_run_duration(-3540) == 0s);
}
