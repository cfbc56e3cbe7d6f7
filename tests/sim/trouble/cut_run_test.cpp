// The line is cut all along the run of a parent package, from the login on.
#include "support/catch.hpp"
#include "support/fleet_run.hpp"
#include "support/plan_text.hpp"
#include "unreliable_relay.hpp"

#include <array>

using namespace ssislb;
using namespace ssislb::test;

namespace {

constexpr double speed = 500;

constexpr auto two_tasks = R"(
[[task]]
name = "extract"
job = "extract"
outcome_from = "job"
simulate = { duration = "3s", outcome = "failed" }
[[task]]
name = "load"
job = "load"
outcome_from = "job"
after_failure = ["extract"]
simulate = { duration = "3s" }
)";

/// One server behind a relay.
struct relayed_run {
    relayed_run()
        : run(plan(servers(1) + two_tasks), speed)
        , relay(*run.package().servers[0].port) {
        run.package().servers[0].port = relay.port();
        run.options().reconnect_for = std::chrono::hours(100);
        run.options().patience = std::chrono::hours(100);
    }

    /// What is wrong with the run, by the server's own records.
    [[nodiscard]] std::string wrong() {
        auto const& summary = run.go();
        std::string text;
        for (auto const& each : run.audit().violations(summary))
            text += each + '\n';
        if (run.task("extract").result != outcome::failed)
            text += "extract: " + run.task("extract").message + '\n';
        if (run.task("load").result != outcome::succeeded)
            text += "load: " + run.task("load").message + '\n';
        if (run.audit().runs() != 2)
            text += "the server saw " + std::to_string(run.audit().runs()) + " runs\n";
        return text;
    }

    fleet_run run;
    unreliable_relay relay;
};

std::size_t bytes_of_a_run(direction which) {
    relayed_run whole;
    CHECK(whole.wrong() == "");
    return whole.relay.passed(which);
}

} // namespace

TEST_CASE("a line that is cut anywhere in a run costs no outcome and starts no job twice",
          "[trouble][cut]") {
    constexpr std::size_t trials = 40;
    auto const which = GENERATE(direction::answers, direction::requests);
    auto const how = GENERATE(line_end::reset, line_end::orderly);
    auto const all = bytes_of_a_run(which);
    // A run that polls less says less, so that the last cuts may come after its end.
    std::size_t cuts = 0;
    for (std::size_t trial = 0; trial < trials; ++trial) {
        relayed_run one;
        auto const bytes = all * trial / trials;
        CAPTURE(bytes, static_cast<int>(which), static_cast<int>(how));
        one.relay.cut_after(which, bytes, how);
        CHECK(one.wrong() == "");
        cuts += one.relay.take_back() ? 0U : 1U;
    }
    CHECK(cuts > trials / 2);
}
