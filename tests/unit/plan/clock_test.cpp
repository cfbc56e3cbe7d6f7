// Tests of the keys that have to do with the clock.
#include "plans.hpp"

using namespace ssislb;
using namespace ssislb::test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;
using namespace std::chrono_literals;

namespace {

std::string const host = "host = \"etl01\"\nauth = \"kerberos\"\n";

std::string wrong_server(std::string const& keys) {
    return mistakes_in("[[server]]\nname = \"etl01\"\n" + host + keys + '\n' +
                       std::string(one_task));
}

std::string package_with(std::string const& keys) {
    return "[package]\n" + keys + '\n' + std::string(one_server) + std::string(one_task);
}

} // namespace

TEST_CASE("a server has windows, a pace of starts, and jobs of others", "[plan][clock]") {
    auto const s = server_with(host + "windows = [\"22:00-06:00\", \"12:00-13:00\"]\n"
                                      "starts_per_second = 0.5\nmax_pending_starts = 3\n"
                                      "count_foreign = true");
    CHECK(s.windows == std::vector<time_window>{{22h, 6h}, {12h, 13h}});
    CHECK(s.starts_per_second == 0.5);
    CHECK(s.max_pending_starts == 3U);
    CHECK(s.count_foreign);
    CHECK(server_with(host + "windows = \"22:00-06:00\"").windows.size() == 1);
}

TEST_CASE("a server that says nothing of it takes work at any time and pace", "[plan][clock]") {
    auto const s = server_with(host);
    CHECK(s.windows.empty());
    CHECK_FALSE(s.starts_per_second);
    CHECK_FALSE(s.max_pending_starts);
    CHECK_FALSE(s.count_foreign);
}

TEST_CASE("what is no part of the day is told", "[plan][clock]") {
    CHECK(wrong_server("windows = \"at night\"") ==
          "p.toml:5:11: \"at night\" is not a part of the day; write two times such as "
          "\"22:00-06:00\"");
    CHECK_THAT(wrong_server("windows = 22"), StartsWith("p.toml:5:11: windows takes a string"));
}

TEST_CASE("a window that never opens is told at its place", "[plan][clock]") {
    CHECK_THAT(wrong_server("windows = [\"22:00-06:00\", \"08:00-08:00\"]"),
               StartsWith("p.toml:5:27: the window 08:00-08:00 is never open; "));
}

TEST_CASE("a pace at which nothing or everything could start is told", "[plan][clock]") {
    for (auto const* pace : {"0", "-1", "0.0001", "1001", "nan", "inf"})
        CHECK_THAT(wrong_server("starts_per_second = " + std::string(pace)),
                   StartsWith("p.toml:5:21: starts_per_second must be from 0.001 to 1000"));
    CHECK_THAT(wrong_server("max_pending_starts = 0"),
               StartsWith("p.toml:5:22: with max_pending_starts = 0 nothing could be started"));
}

TEST_CASE("a package has a deadline", "[plan][clock]") {
    CHECK_FALSE(good_plan(package_with("")).finish_by);
    CHECK(good_plan(package_with("finish_by = \"06:00\"")).finish_by == deadline{{}, 6h});
    CHECK(mistakes_in(package_with("finish_by = \"soon\"")) ==
          "p.toml:2:13: \"soon\" is not a time of day; write \"06:00\" or \"2026-11-25 06:00\"");
    CHECK_THAT(mistakes_in(package_with("finish_by = 6")),
               StartsWith("p.toml:2:13: finish_by takes a string"));
}
