// A plan whose servers tell ends by themselves.
#include "support/catch.hpp"
#include "support/fleet_run.hpp"
#include "support/plan_text.hpp"

using namespace ssislb;
using namespace std::chrono_literals;
using test::fleet_run;
using test::plan;

namespace {

constexpr double speed = 200;

/// Nine runs of two minutes, three after one another on each of three slots.
std::string three_chains() {
    std::string text = R"([package]
name = "chains"
[[server]]
name = "s1"
host = "h"
max_jobs = 3
user = "u"
password_env = "P"
read_msdb_tables = true
long_poll = "5m"
)";
    for (char const chain : {'a', 'b', 'c'})
        for (int link = 1; link <= 3; ++link) {
            auto const name = [chain](int number) {
                return std::string(1, chain) + std::to_string(number);
            };
            text += "[[task]]\nname = \"" + name(link) + "\"\njob = \"" + name(link) +
                    "\"\nexpected = \"2m\"\n";
            if (link > 1)
                text += "after = [\"" + name(link - 1) + "\"]\n";
        }
    return text;
}

} // namespace

TEST_CASE("a plan with long polls is run with few statements a job", "[run][long_poll]") {
    fleet_run run(plan(three_chains()), speed);
    auto const& summary = run.go();
    CHECK_FALSE(run.error());
    CHECK(summary.result == outcome::succeeded);
    auto const& spent = summary.servers.at(0);
    CHECK(spent.reconnects == 0);
    // Each long poll is one.
    CHECK(run.instance(0).traffic().procedures.at("sp_executesql") > 2);
    CHECK(spent.status_polls <= 9 * 5);
}

TEST_CASE("a fixed interval wins over a plan's long poll", "[run][long_poll]") {
    fleet_run run(plan(three_chains()), speed);
    run.options().poll_interval = 5s;
    CHECK(run.go().result == outcome::succeeded);
    // The server's facts, the first look, and a mark for each of the nine, which ask for its time.
    CHECK(run.instance(0).traffic().batches <= 1 + 1 + 9);
}
