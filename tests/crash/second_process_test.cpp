// More than one process wants to carry on a run.
#include "crash_scene.hpp"
#include "support/catch.hpp"
#include "support/plan_text.hpp"
#include "until.hpp"

#include <unistd.h>

#include <array>
#include <csignal>

using namespace ssislb;
using namespace ssislb::test;
using Catch::Matchers::Contains;

namespace {

constexpr double speed = 300;

std::string two_tasks() {
    return servers(1) + R"(
[defaults]
outcome_from = "job"
[[task]]
name = "long"
job = "long"
simulate = { duration = "100h" }
[[task]]
name = "after"
job = "after"
after_completion = ["long"]
simulate = { duration = "10s" }
)";
}

std::string this_machine() {
    std::array<char, 256> name{};
    ::gethostname(name.data(), name.size() - 1);
    return name.data();
}

void cannot_resume_beside(crash_scene& scene, command_process const& living) {
    auto const second = scene.resume();
    CHECK(second->wait() == 1);
    CHECK_THAT(second->errors(), Contains("run 1 is carried on by process " +
                                          std::to_string(living.id()) + " on " + this_machine()));
    CHECK(second->output().empty());
    CHECK(scene.starts() == 1);
}

} // namespace

TEST_CASE("a run that is carried on, or has ended, is not resumed", "[crash]") {
    crash_scene scene(two_tasks(), speed);
    auto process = scene.run();
    until("a job runs", [&] { return scene.runs("long"); });
    cannot_resume_beside(scene, *process);

    process->signal(SIGKILL);
    REQUIRE_FALSE(process->wait());
    process = scene.resume();
    process->wait_for_text("run_resumed");
    cannot_resume_beside(scene, *process);

    scene.cancel("long");
    auto const summary = scene.see_to_its_end(std::move(process));
    CHECK(scene.violations(summary) == std::vector<std::string>{});
    auto const late = scene.resume();
    CHECK(late->wait() == 6);
    CHECK_THAT(late->errors(), Contains("run 1 has ended: failed"));
    CHECK(late->output().empty());
    CHECK(scene.starts() == 2);
}

TEST_CASE("of several processes that resume a run at once, one does", "[crash]") {
    crash_scene scene(two_tasks(), speed);
    {
        auto const dead = scene.run();
        until("a job runs", [&] { return scene.runs("long"); });
    }
    std::array const all{scene.resume(), scene.resume(), scene.resume(), scene.resume()};
    auto const ended = [&] {
        std::size_t count = 0;
        for (auto const& each : all)
            count += each->has_ended() ? 1U : 0U;
        return count;
    };
    until("the others are refused", [&] { return ended() + 1 == all.size(); });
    scene.cancel("long");
    std::size_t refused = 0;
    for (auto const& each : all) {
        REQUIRE(each->wait() == 1);
        if (each->output().empty()) {
            ++refused;
            CHECK_THAT(each->errors(), Contains("run 1 is carried on by process "));
        } else {
            CHECK(scene.violations(scene.summary_in(*each)) == std::vector<std::string>{});
        }
    }
    CHECK(refused + 1 == all.size());
}
