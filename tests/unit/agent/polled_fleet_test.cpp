// What polls that adapt are worth, in virtual time.
#include "support/catch.hpp"
#include "unit/agent/polled_fleet.hpp"

#include <ssislb/agent/poll_budget.hpp>

#include <chrono>
#include <memory>

using namespace ssislb;
using namespace std::chrono_literals;
using test::polled_fleet;

namespace {

constexpr std::uint64_t seed = 20261124;

double adaptive_over_fixed(polled_fleet const& fleet) {
    auto const seen = test::watch(fleet, seed);
    return seen.mean_delay() / seen.fixed_delay();
}

} // namespace

TEST_CASE("a fixed poll sees ends half an interval late", "[agent][fleet]") {
    polled_fleet fleet{.jobs = 4, .median = 30s, .ends = 5000};
    fleet.how.poll_interval = 2s;
    auto const seen = test::watch(fleet, seed);
    // 2 s, and a little more when a server has ended all its jobs and begins anew.
    CHECK(seen.polls_per_second == Approx(0.5).epsilon(0.01));
    CHECK(seen.mean_delay() == Approx(1).epsilon(0.03));
}

TEST_CASE("polls that adapt see ends sooner than fixed ones that ask as often", "[agent][fleet]") {
    CHECK(adaptive_over_fixed({.jobs = 1, .median = 30s, .ends = 5000}) < 0.55);
    CHECK(adaptive_over_fixed({.jobs = 4, .median = 30s, .ends = 5000}) < 0.8);
}

TEST_CASE("with many jobs polls that adapt are as good as fixed ones", "[agent][fleet]") {
    CHECK(adaptive_over_fixed({.jobs = 100, .median = 300s, .ends = 5000}) < 1.02);
}

TEST_CASE("servers keep to the budget that they share, and see ends sooner still",
          "[agent][fleet]") {
    polled_fleet fleet{.servers = 50, .jobs = 4, .median = 30s, .ends = 5000};
    fleet.how.budget = std::make_shared<poll_budget>(25);
    auto const seen = test::watch(fleet, seed);
    CHECK(seen.polls_per_second == Approx(25).epsilon(0.1));
    CHECK(seen.mean_delay() < seen.fixed_delay());
}
