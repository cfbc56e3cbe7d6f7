// Servers that share a budget of polls.
#include "agent/poll_rhythm.hpp"
#include "support/catch.hpp"

#include <ssislb/agent/poll_budget.hpp>

#include <chrono>
#include <cmath>
#include <deque>
#include <memory>
#include <vector>

using namespace ssislb;
using namespace ssislb::detail;
using namespace std::chrono_literals;

namespace {

using instant = poll_rhythm::clock::time_point;

supervision_options sharing(std::shared_ptr<poll_budget> budget) {
    supervision_options how;
    how.budget = std::move(budget);
    return how;
}

/// Servers whose hazards stay as they are.
class fleet {
public:
    fleet(supervision_options const& how, std::vector<double> hazards)
        : hazards_(std::move(hazards)) {
        for (std::size_t i = 0; i < hazards_.size(); ++i)
            servers_.emplace_back(how, static_cast<std::uint32_t>(i + 1));
    }

    /// All ask at the same time, again and again; then so many polls a second.
    double settled_rate() {
        double rate = 0;
        for (int round = 0; round < 30; ++round) {
            rate = 0;
            now_ += 20s;
            for (std::size_t i = 0; i < servers_.size(); ++i)
                rate += 1 / std::chrono::duration<double>(ask(i)).count();
        }
        return rate;
    }

    /// Until the next poll of that server.
    poll_rhythm::clock::duration ask(std::size_t i) {
        servers_[i].asked(now_, 1, [&](instant) { return hazards_[i]; });
        return servers_[i].due() - now_;
    }

private:
    std::vector<double> hazards_;
    std::deque<poll_rhythm> servers_;
    instant now_{1000s};
};

} // namespace

TEST_CASE("a budget that is not used up changes nothing", "[agent][budget]") {
    fleet alone({}, {1, 0.1});
    fleet shared(sharing(std::make_shared<poll_budget>(1000)), {1, 0.1});
    CHECK(shared.settled_rate() == alone.settled_rate());
}

TEST_CASE("servers that would ask more than the budget keep to it", "[agent][budget]") {
    // Alone sqrt(1 / 0.04) = 5 polls a second each.
    std::vector<double> const hazards(100, 1.0);
    CHECK(fleet({}, hazards).settled_rate() == Approx(500).epsilon(0.02));
    fleet shared(sharing(std::make_shared<poll_budget>(50)), hazards);
    CHECK(shared.settled_rate() == Approx(50).epsilon(0.02));
}

TEST_CASE("those that ask as seldom as they may leave the others the rest", "[agent][budget]") {
    // 100 in mid-run ask every 10 s: 10 polls a second. 20 are about to end.
    std::vector<double> hazards(120, 0.0);
    std::fill_n(hazards.begin(), 20, 1.0);
    fleet shared(sharing(std::make_shared<poll_budget>(30)), hazards);
    CHECK(shared.settled_rate() == Approx(30).epsilon(0.02));
}

TEST_CASE("a budget is shared by the square root of the hazard", "[agent][budget]") {
    fleet shared(sharing(std::make_shared<poll_budget>(3)), {4, 1});
    CHECK(shared.settled_rate() == Approx(3).epsilon(0.02));
    CHECK(std::chrono::duration<double>(shared.ask(0)).count() == Approx(0.5).epsilon(0.02));
    CHECK(std::chrono::duration<double>(shared.ask(1)).count() == Approx(1).epsilon(0.02));
}

TEST_CASE("no budget is too small for the longest interval", "[agent][budget]") {
    fleet shared(sharing(std::make_shared<poll_budget>(0.01)), std::vector<double>(10, 1.0));
    CHECK(shared.settled_rate() == Approx(1).epsilon(0.02));
}

TEST_CASE("fixed polls use the budget and are not slowed down by it", "[agent][budget]") {
    auto const budget = std::make_shared<poll_budget>(12);
    auto steady = sharing(budget);
    steady.poll_interval = 100ms;
    fleet fixed(steady, {1.0});
    fleet adaptive(sharing(budget), {1.0});
    CHECK(fixed.settled_rate() == Approx(10).epsilon(0.02));
    CHECK(adaptive.settled_rate() == Approx(2).epsilon(0.02));
}

TEST_CASE("who rests or is gone takes no share", "[agent][budget]") {
    auto const budget = std::make_shared<poll_budget>(1);
    {
        poll_rhythm rhythm(sharing(budget), 1);
        rhythm.begin(instant{1000s}, {});
        CHECK(budget->cost() > 1);
        rhythm.rest();
        CHECK(budget->cost() == Approx(0).margin(1e-12));
        rhythm.hurry(instant{1001s}, {});
        CHECK(budget->cost() > 1);
    }
    CHECK(budget->cost() == Approx(0).margin(1e-12));
}

TEST_CASE("a server that waits by itself takes one poll a wait of the others' budget",
          "[agent][budget]") {
    auto const budget = std::make_shared<poll_budget>(1.0);
    auto how = sharing(budget);
    how.long_poll = 20s;
    poll_rhythm waiting(how, 1);
    poll_rhythm other(sharing(budget), 2);
    instant const now{1000s};
    other.asked(now, 1, [](instant) { return 0.5; });
    auto const alone = budget->cost();
    waiting.leave_to_server(now);
    // 1 a second is left to the other alone, 0.95 beside this one.
    CHECK(std::abs(budget->cost() / alone - 1 / (0.95 * 0.95)) < 1e-6);
    waiting.rest();
    CHECK(std::abs(budget->cost() / alone - 1) < 1e-6);
}
