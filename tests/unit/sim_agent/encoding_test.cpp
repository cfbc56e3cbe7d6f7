// How msdb writes dates, times and durations.
#include "sim/agent/encoding.hpp"
#include "sim/agent/text.hpp"
#include "sim/sql/conversion.hpp"
#include "support/catch.hpp"

using namespace ssislb;
using namespace ssislb::sim;
using namespace ssislb::sim::detail;

namespace {

server_time at(char const* text) {
    return *sql::parse_datetime(text);
}

} // namespace

TEST_CASE("dates and times are integers without leading zeros", "[sim][encoding]") {
    CHECK(run_date(at("2026-03-09 00:00:05.999")) == 20260309);
    CHECK(run_time(at("2026-03-09 00:00:05.999")) == 5);
    CHECK(run_time(at("2026-03-09 23:59:59")) == 235959);
}

TEST_CASE("hours of a duration may pass 23, and none are negative", "[sim][encoding]") {
    CHECK(run_duration(std::chrono::hours{123} + std::chrono::minutes{4}) == 1230400);
    CHECK(run_duration(milliseconds{999}) == 0);
    CHECK(run_duration(milliseconds{-5000}) == 0);
}

TEST_CASE("a datetime ends in 0, 3 or 7", "[sim][encoding]") {
    auto const second = at("2026-11-24 03:44:16");
    for (auto const& [given, kept] : {std::pair{0, 0},
                                      {1, 0},
                                      {2, 3},
                                      {3, 3},
                                      {4, 3},
                                      {5, 7},
                                      {6, 7},
                                      {7, 7},
                                      {8, 7},
                                      {9, 10},
                                      {990, 990},
                                      {997, 997},
                                      {998, 997},
                                      {999, 1000}})
        CHECK(as_datetime(second + milliseconds{given}) == second + milliseconds{kept});
}

TEST_CASE("texts become datetimes, or nothing", "[sim][encoding]") {
    CHECK(sql::parse_datetime("20261124") == at("2026-11-24 00:00:00"));
    CHECK(sql::parse_datetime("2026-11-24T03:44:16.25") == at("2026-11-24 03:44:16.250"));
    for (auto const wrong : {"", "2026-13-01", "2026-02-30", "2026-11-24 24:00", "yesterday",
                             "2026-11-24 03:44:16.250x", "2026-11-2403:44"})
        CHECK_FALSE(sql::parse_datetime(wrong).has_value());
}

TEST_CASE("text that is too long is cut by UTF-16 units, never inside a character",
          "[sim][encoding]") {
    auto const cut = [](std::string text, std::uint16_t length) {
        return std::get<std::string>(
            *sql::convert(sql::value{std::move(text)}, {sql::type::nvarchar, length}));
    };
    CHECK(cut("Größe", 4) == "Größ");
    CHECK(cut("a😀b", 2) == "a");
    CHECK(cut("a😀b", 3) == "a😀");
    CHECK(utf16_length("a😀b") == 4);
}

TEST_CASE("LIKE knows % and _", "[sim][encoding]") {
    CHECK(is_like("nightly load", "%LOAD"));
    CHECK(is_like("load 1", "load _"));
    CHECK_FALSE(is_like("load 12", "load _"));
    CHECK(is_like("", "%"));
}
