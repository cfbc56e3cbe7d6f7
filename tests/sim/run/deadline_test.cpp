// A run that is likely to miss its deadline says so before it does.
#include "support/catch.hpp"
#include "support/fleet_run.hpp"
#include "support/plan_text.hpp"

#include <ssislb/base/local_time.hpp>

using namespace ssislb;
using test::fleet_run;
using test::plan;
using namespace std::chrono_literals;

namespace {

constexpr double speed = 200;

class deadline_log final : public run_observer {
public:
    void on_notice(timed_notice const& said) override {
        if (auto const* danger = std::get_if<notice::deadline_endangered>(&said.what))
            endangered.push_back({said.at, *danger});
    }

    struct line {
        timestamp at;
        notice::deadline_endangered what;
    };
    std::vector<line> endangered;
};

/// One task of half an hour after another of as much, to be through in so many minutes.
parent_package night(std::chrono::minutes due) {
    auto made = plan(test::servers(1) + R"(
[[task]]
name = "first"
job = "first"
expected = "30m"
[[task]]
name = "second"
job = "second"
expected = "30m"
after = ["first"]
)");
    auto const now = std::chrono::floor<milliseconds>(std::chrono::system_clock::now());
    auto const local = zone_of_machine(now).to_local(now + due);
    auto const day = std::chrono::floor<std::chrono::days>(local);
    made.finish_by = deadline{std::chrono::year_month_day(day),
                              std::chrono::floor<std::chrono::minutes>(local - day)};
    return made;
}

} // namespace

TEST_CASE("a deadline that will be missed is warned of at the beginning", "[run][deadline]") {
    fleet_run run(night(40min), speed);
    auto const log = std::make_shared<deadline_log>();
    run.observe(log);
    CHECK(run.go().result == outcome::succeeded);
    REQUIRE(log->endangered.size() == 1);
    auto const& warning = log->endangered.front();
    CHECK(warning.at < warning.what.finish_by - 10min);
    REQUIRE(warning.what.expected_end);
    auto const wrong = *warning.what.expected_end - run.summary().finished;
    CHECK(wrong > -5min);
    CHECK(wrong < 5min);
}

TEST_CASE("a deadline that is kept is nothing to speak of", "[run][deadline]") {
    fleet_run run(night(120min), speed);
    auto const log = std::make_shared<deadline_log>();
    run.observe(log);
    CHECK(run.go().result == outcome::succeeded);
    CHECK(log->endangered.empty());
}
