// Clocks of simulated servers.
#include "support/catch.hpp"

#include <ssislb/sim/clock.hpp>

using namespace ssislb;
using namespace ssislb::sim;

TEST_CASE("a manual clock moves only when it is told", "[sim][clock]") {
    timestamp const start{milliseconds{1000}};
    manual_clock clock{start};
    CHECK(clock.now() == start);
    clock.advance(milliseconds{250});
    CHECK(clock.now() == start + milliseconds{250});
}

TEST_CASE("an accelerated clock begins at its start and never goes back", "[sim][clock]") {
    timestamp const start{milliseconds{1'000'000}};
    accelerated_clock const clock{1000.0, start};
    auto last = start;
    for (int i = 0; i < 1000; ++i) {
        auto const now = clock.now();
        CHECK(now >= last);
        last = now;
    }
    CHECK(clock.speed() == 1000.0);
}
