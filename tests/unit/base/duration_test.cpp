// Tests of lengths of time as people write them.
#include "support/catch.hpp"

#include <ssislb/base/time.hpp>

#include <random>

using namespace std::chrono_literals;
using ssislb::format_duration;
using ssislb::milliseconds;
using ssislb::parse_duration;

TEST_CASE("a duration is read from numbers with units", "[base][duration]") {
    CHECK(parse_duration("250ms") == 250ms);
    CHECK(parse_duration("90s") == 90s);
    CHECK(parse_duration("5m") == 5min);
    CHECK(parse_duration("2h") == 2h);
    CHECK(parse_duration("1d") == 24h);
    CHECK(parse_duration("1h30m") == 90min);
    CHECK(parse_duration("1d2h3m4s5ms") == 26h + 3min + 4s + 5ms);
    CHECK(parse_duration("0s") == 0ms);
}

TEST_CASE("the last number of a duration may have a fraction", "[base][duration]") {
    CHECK(parse_duration("1.5s") == 1500ms);
    CHECK(parse_duration("1m0.25s") == 60250ms);
    CHECK(parse_duration("0.004s") == 4ms);
    CHECK_FALSE(parse_duration("1.5m10s"));
}

TEST_CASE("what is no duration is not read", "[base][duration]") {
    auto const* const text =
        GENERATE("", "5", "5 m", "m", "-5m", "5m-3s", "30m1h", "1m1m", "5x", "5mm", "1e3s", "nans",
                 "infs", " 5m", "5m ", "0x10s", "5minutes", "1,5s", "4000d");
    CAPTURE(text);
    CHECK_FALSE(parse_duration(text));
}

TEST_CASE("a duration is written with its largest units first", "[base][duration]") {
    CHECK(format_duration(0ms) == "0s");
    CHECK(format_duration(90s) == "1m30s");
    CHECK(format_duration(2h) == "2h");
    CHECK(format_duration(250ms) == "250ms");
    CHECK(format_duration(25h + 1ms) == "1d1h1ms");
    CHECK(format_duration(-90s) == "-1m30s");
}

TEST_CASE("any duration survives being written and read", "[base][duration]") {
    auto const seed = std::random_device{}();
    CAPTURE(seed);
    std::mt19937_64 random(seed);
    for (int round = 0; round < 1000; ++round) {
        milliseconds const length{static_cast<std::int64_t>(random() % 300'000'000'000)};
        CAPTURE(length.count());
        REQUIRE(parse_duration(format_duration(length)) == length);
    }
}
