// How often a server is asked.
#include "agent/poll_pace.hpp"
#include "support/catch.hpp"

#include <chrono>
#include <limits>

using namespace ssislb;
using namespace ssislb::detail;
using namespace std::chrono_literals;

namespace {

poll_pace const pace(100ms, 10s);

milliseconds interval(running_job job, double cost = 0.02) {
    return pace.interval(cost, 100ms, 8, [job](milliseconds later) {
        auto then = job;
        then.age += later;
        return hazard(then);
    });
}

} // namespace

TEST_CASE("the hazard of a lognormal length is density over what is left", "[agent][pace]") {
    // At the median half are left: 0.39894 / (0.5 * 0.3 * 100 s).
    CHECK(hazard({100s, 100s, 0.3}) - 3e-5 == Approx(0.0265962).epsilon(1e-5));
    // One deviation later: 0.24197 / (0.158655 * 0.3 * 134.986 s).
    CHECK(hazard({134'986ms, 100s, 0.3}) - 0.003 / 134.986 == Approx(0.0376618).epsilon(1e-4));
    // Far beyond, where nothing is left to divide by, its limit: z / (deviation * age).
    CHECK(hazard({100'000s, 100s, 0.3}) - 3e-8 == Approx(23.02585 / (0.3 * 100'000)).epsilon(1e-5));
}

TEST_CASE("a run may end long before its time, and the sooner the younger it is", "[agent][pace]") {
    CHECK(hazard({1s, 100s, 0.3}) == Approx(0.003));
    CHECK(hazard({10s, 100s, 0.3}) == Approx(0.0003));
    CHECK(interval({0ms, 300s}) < 7s);
    CHECK(interval({10s, 300s}) > 9'900ms);
}

TEST_CASE("polls are rare in mid-run and dense when the end is likely", "[agent][pace]") {
    CHECK(interval({30s, 300s}) > 9'900ms);
    CHECK(interval({300s, 300s}) < 3s);
    CHECK(interval({450s, 300s}) < 3s);
    CHECK(interval({1s, 2s}) < 500ms);
}

TEST_CASE("a run of which nothing is known is asked for in proportion to its age",
          "[agent][pace]") {
    CHECK(interval({0ms, std::nullopt}) == 100ms);
    auto const young = interval({10s, std::nullopt});
    auto const old = interval({1000s, std::nullopt});
    CHECK(young > 500ms);
    CHECK(young < 1s);
    CHECK(old > 5s);
}

TEST_CASE("a poll that costs more comes less often", "[agent][pace]") {
    CHECK(interval({300s, 300s}, 0.08) > interval({300s, 300s}, 0.02));
}

TEST_CASE("an interval keeps its bounds", "[agent][pace]") {
    auto const constant = [](double rate) { return [rate](milliseconds) { return rate; }; };
    CHECK(pace.interval(0.02, 1s, 40, constant(0.0)) >= 9'990ms);
    CHECK(pace.interval(0.02, 1s, 40, constant(1e9)) <= 101ms);
    poll_pace const fixed(1s, 1s);
    CHECK(fixed.is_fixed());
    CHECK(fixed.interval(0.02, 5s, 4, constant(1e9)) == 1s);
}

TEST_CASE("at the longest interval a poll may cost more and change nothing", "[agent][pace]") {
    constexpr double never = 0;
    CHECK(pace.is_at_most(0.02, never));
    // sqrt(2 * 0.02 / 0.0004) = 10 s.
    CHECK(pace.is_at_most(0.02, 0.0004));
    CHECK_FALSE(pace.is_at_most(0.02, 0.00041));
    CHECK_FALSE(pace.is_at_most(0.02, 1e9));
    CHECK(pace.is_at_most(std::numeric_limits<double>::infinity(), 1e9));
    CHECK(poll_pace(1s, 1s).is_at_most(0.02, 1e9));
}
