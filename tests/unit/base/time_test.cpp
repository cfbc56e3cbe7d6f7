// Tests of instants as text.
#include "support/catch.hpp"

#include <ssislb/base/time.hpp>

using namespace std::chrono_literals;
using namespace std::chrono;

TEST_CASE("an instant is written as RFC 3339 in UTC with milliseconds", "[base][time]") {
    ssislb::timestamp const at = sys_days{2026y / November / 24} + 3h + 44min + 16s + 250ms;
    CHECK(ssislb::to_rfc3339(at) == "2026-11-24T03:44:16.250Z");
    CHECK(ssislb::to_rfc3339(ssislb::timestamp{}) == "1970-01-01T00:00:00.000Z");
}

TEST_CASE("an instant before 1970 and a leap day are written right", "[base][time]") {
    CHECK(ssislb::to_rfc3339(ssislb::timestamp{-1ms}) == "1969-12-31T23:59:59.999Z");
    CHECK(ssislb::to_rfc3339(sys_days{2028y / February / 29}) == "2028-02-29T00:00:00.000Z");
}

TEST_CASE("a server's local time is written as SQL Server shows it", "[base][time]") {
    ssislb::server_time const at = local_days{2026y / November / 24} + 3h + 4min + 6s + 7ms;
    CHECK(ssislb::to_string(at) == "2026-11-24 03:04:06.007");
}
