// Forecasts with noise, and with one slot or server more.
#include "plan_builder.hpp"
#include "random_plan.hpp"
#include "random_source.hpp"
#include "support/catch.hpp"

#include <ssislb/scheduler/capacity_advice.hpp>
#include <ssislb/scheduler/makespan_spread.hpp>
#include <ssislb/scheduler/what_if.hpp>

#include <algorithm>
#include <cmath>

using namespace ssislb;
using namespace ssislb::test;
using namespace std::chrono_literals;

namespace {

parent_package twelve_tasks() {
    plan made;
    made.server("a", 1, 1.0).server("b", 1, 0.5);
    for (int i = 0; i < 12; ++i)
        made.task("t" + std::to_string(i)).expected(std::chrono::seconds(60 + 7 * i));
    return made;
}

milliseconds makespan_of(parent_package const& package) {
    return make_forecast(package, duration_estimates(package)).makespan;
}

capacity_advice advise(parent_package const& package, std::size_t most = 250'000) {
    duration_estimates const estimates(package);
    return advise_capacity(package, estimates, make_forecast(package, estimates), most);
}

} // namespace

TEST_CASE("without noise every run is as the forecast says", "[scheduler][spread]") {
    for (std::uint64_t seed = 1; seed <= 50; ++seed) {
        CAPTURE(seed);
        random_source random(seed);
        auto const package = random_plan(random);
        auto const spread = spread_of(package, duration_estimates(package), 0, 3);
        CHECK(spread.makespans == std::vector(3, makespan_of(package)));
    }
}

TEST_CASE("the same seeds give the same makespans, more seeds those and others",
          "[scheduler][spread]") {
    auto const package = twelve_tasks();
    duration_estimates const estimates(package);
    auto const ten = spread_of(package, estimates, 0.3, 10);
    CHECK(ten.makespans == spread_of(package, estimates, 0.3, 10).makespans);
    CHECK(std::ranges::is_sorted(ten.makespans));
    CHECK(ten.makespans.front() < ten.makespans.back());
    auto const twenty = spread_of(package, estimates, 0.3, 20);
    CHECK(std::ranges::includes(twenty.makespans, ten.makespans));
}

TEST_CASE("one task's lengths are lognormal around its estimate", "[scheduler][spread]") {
    parent_package const package = plan().server("a").task("x").expected(1000s);
    constexpr double sigma = 0.3;
    auto const spread = spread_of(package, duration_estimates(package), sigma, 1000);
    double sum = 0;
    double squares = 0;
    for (auto const one : spread.makespans) {
        auto const logarithm = std::log(static_cast<double>(one.count()) / 1e6);
        sum += logarithm;
        squares += logarithm * logarithm;
    }
    // Three standard errors.
    CHECK(sum / 1000 == Approx(0).margin(3 * sigma / std::sqrt(1000)));
    CHECK(std::sqrt(squares / 1000) == Approx(sigma).epsilon(3 / std::sqrt(2000)));
}

TEST_CASE("mean and quantiles of a spread", "[scheduler][spread]") {
    makespan_spread spread;
    for (int i = 1; i <= 10; ++i)
        spread.makespans.emplace_back(i);
    CHECK(spread.mean() == 5ms);
    CHECK(spread.quantile(0) == 1ms);
    CHECK(spread.quantile(0.1) == 1ms);
    CHECK(spread.quantile(0.5) == 5ms);
    CHECK(spread.quantile(0.9) == 9ms);
    CHECK(spread.quantile(1) == 10ms);
}

TEST_CASE("each option is the forecast with that change, the shortest first",
          "[scheduler][advice]") {
    auto const package = twelve_tasks();
    auto const advice = advise(package);
    CHECK_FALSE(advice.path_binds);
    CHECK(advice.left_out == 0);
    REQUIRE(advice.options.size() == 4);
    CHECK(std::ranges::is_sorted(advice.options, {}, &capacity_option::makespan));
    CHECK(advice.options.front().server == server_id{0});
    CHECK(advice.options.front().makespan < makespan_of(package));
    for (auto const& one : advice.options) {
        auto const changed = one.change == capacity_change::slot
                                 ? with_slot(package, one.server)
                                 : with_copy(package, one.server).package;
        CHECK(one.makespan == makespan_of(changed));
    }
}

TEST_CASE("where the path binds nothing is tried", "[scheduler][advice]") {
    auto const advice =
        advise(plan().server("a", 2).task("x").expected(5s).task("y").expected(5s).after("x"));
    CHECK(advice.path_binds);
    CHECK(advice.options.empty());
}

TEST_CASE("of a large plan the servers with most use are tried", "[scheduler][advice]") {
    plan made;
    made.server("idle").server("busy").server("idle too");
    for (int i = 0; i < 6; ++i)
        made.task("t" + std::to_string(i)).on({"busy"});
    auto const advice = advise(made, 1);
    CHECK(advice.left_out == 2);
    REQUIRE(advice.options.size() == 2);
    for (auto const& one : advice.options) {
        CHECK(one.server == server_id{1});
        CHECK(one.makespan == 3min);
    }
}

TEST_CASE("of many options the best of each kind are played to the end", "[scheduler][advice]") {
    plan made;
    for (int i = 0; i < 6; ++i)
        made.server("s" + std::to_string(i), 1, 1.0 + 0.1 * i);
    for (int i = 0; i < 30; ++i)
        made.task("t" + std::to_string(i)).expected(std::chrono::seconds(60 + 7 * i));
    parent_package const package = made;
    // Room for a quick look at each option alone.
    auto const advice = advise(package, 2 * 30 * 6);
    CHECK(advice.left_out == 0);
    REQUIRE(advice.options.size() == 6);
    CHECK(std::ranges::count(advice.options, capacity_change::slot, &capacity_option::change) == 3);
    CHECK(std::ranges::is_sorted(advice.options, {}, &capacity_option::makespan));
    for (auto const& one : advice.options)
        CHECK(one.makespan == makespan_of(one.change == capacity_change::slot
                                              ? with_slot(package, one.server)
                                              : with_copy(package, one.server).package));
}

TEST_CASE("forecast, spread and advice play the package's own policy",
          "[scheduler][forecast][spread][advice]") {
    auto package = twelve_tasks();
    auto const usual = makespan_of(package);
    package.policy = policy_kind::pinned;
    // All on the first server.
    CHECK(makespan_of(package) > usual);
    CHECK(makespan_of(package) == std::chrono::seconds(12 * 60 + 7 * 66));
    CHECK(spread_of(package, duration_estimates(package), 0, 1).makespans.front() ==
          makespan_of(package));
    auto const advice = advise(package);
    REQUIRE_FALSE(advice.options.empty());
    CHECK(advice.options.front().change == capacity_change::slot);
}

TEST_CASE("with nothing to run there is no advice", "[scheduler][advice]") {
    CHECK(advise(plan().server("a").task("off").disabled()).options.empty());
}
