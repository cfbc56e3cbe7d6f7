// Pauses between two tries to connect.
#include "agent/backoff.hpp"
#include "support/catch.hpp"

using namespace ssislb;
using namespace ssislb::detail;
using namespace std::chrono_literals;

namespace {

supervision_options options() {
    supervision_options result;
    result.reconnect_first = 1s;
    result.reconnect_most = 10s;
    result.reconnect_for = 60s;
    return result;
}

} // namespace

TEST_CASE("pauses between tries double up to the longest", "[agent][backoff]") {
    backoff pauses(options());
    CHECK(pauses.next(0s, 0.0) == 1s);
    CHECK(pauses.next(1s, 0.0) == 2s);
    CHECK(pauses.next(3s, 0.0) == 4s);
    CHECK(pauses.next(7s, 0.0) == 8s);
    CHECK(pauses.next(15s, 0.0) == 10s);
    CHECK(pauses.next(25s, 0.0) == 10s);
}

TEST_CASE("chance shortens a pause by up to a half", "[agent][backoff]") {
    backoff pauses(options());
    CHECK(pauses.next(0s, 0.999) > 500ms);
    CHECK(pauses.next(0s, 0.5) == 1500ms);
}

TEST_CASE("the last try comes when patience ends, and none after it", "[agent][backoff]") {
    backoff pauses(options());
    for (int i = 0; i < 5; ++i)
        CHECK(pauses.next(0s, 0.0));
    CHECK(pauses.next(57s, 0.0) == 3s);
    CHECK_FALSE(pauses.next(60s, 0.0));
}
