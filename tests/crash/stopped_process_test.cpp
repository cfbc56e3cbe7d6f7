// A process that stands still for a while, as on a virtual machine that is paused.
#include "crash_scene.hpp"
#include "support/catch.hpp"
#include "support/plan_text.hpp"
#include "until.hpp"

#include <algorithm>
#include <chrono>
#include <csignal>

using namespace ssislb;
using namespace ssislb::test;
using namespace std::chrono_literals;

namespace {

constexpr double speed = 300;

outcome outcome_of(crash_scene const& scene, run_summary const& summary, std::string_view task) {
    return summary.tasks.at(index(*scene.package().find_task(task))).result;
}

/// One task whose time is up while nobody looks, one that has ended by then, and some others.
std::string timed_tasks() {
    return servers(2) + R"(
[defaults]
outcome_from = "job"
[[task]]
name = "late"
job = "late"
timeout = "10m"
simulate = { duration = "5h" }
[[task]]
name = "in time"
job = "in time"
timeout = "10m"
simulate = { duration = "8m" }
[[task]]
name = "long"
job = "long"
simulate = { duration = "40m" }
[[task]]
name = "fails once"
job = "fails once"
retries = 1
simulate = { duration = "2m", outcome = "failed", fail_attempts = 1 }
[[task]]
name = "after late"
job = "after late"
after_failure = ["late"]
simulate = { duration = "10s" }
[[task]]
name = "after in time"
job = "after in time"
after = ["in time"]
simulate = { duration = "10s" }
)";
}

std::string short_tasks() {
    auto text = servers(2) + "[defaults]\noutcome_from = \"job\"\n";
    for (int i = 0; i < 16; ++i) {
        auto const name = "t" + std::to_string(i);
        text += "[[task]]\nname = \"" + name + "\"\njob = \"" + name +
                "\"\nsimulate = { duration = \"" + std::to_string(20 + i * 7 % 40) + "s\"";
        text += i % 5 == 2 ? ", outcome = \"failed\" }\n" : " }\n";
        if (i >= 4)
            text += "after_completion = [\"t" + std::to_string(i - 4) + "\"]\n";
    }
    return text;
}

} // namespace

TEST_CASE("a process that stands still sees afterwards what has ended, and whose time is up",
          "[crash]") {
    crash_scene scene(timed_tasks(), speed);
    auto process = scene.run();
    auto const jobs = {"late", "in time", "long", "fails once"};
    until("four jobs run", [&] {
        return std::ranges::all_of(jobs, [&](auto const& each) { return scene.runs(each); });
    });
    process->signal(SIGSTOP);
    scene.let_pass(20min);
    CHECK(scene.runs("late"));
    CHECK(scene.starts() == jobs.size());
    process->signal(SIGCONT);
    auto const summary = scene.see_to_its_end(std::move(process));
    CHECK(scene.instance(0).finished_runs().size() + scene.instance(1).finished_runs().size() == 7);
    CHECK(outcome_of(scene, summary, "late") == outcome::failed);
    CHECK(outcome_of(scene, summary, "in time") == outcome::succeeded);
    CHECK(outcome_of(scene, summary, "long") == outcome::succeeded);
    CHECK(outcome_of(scene, summary, "after late") == outcome::succeeded);
    CHECK(scene.violations(summary) == std::vector<std::string>{});
}

TEST_CASE("a process that stands still again and again starts nothing twice", "[crash]") {
    crash_scene scene(short_tasks(), speed);
    auto process = scene.run();
    until("a job runs", [&] { return scene.starts() > 0; });
    for (int round = 0; !process->has_ended() && round < 60; ++round) {
        process->signal(SIGSTOP);
        scene.let_pass(70s);
        process->signal(SIGCONT);
        scene.let_pass(5s + 1s * (round % 9));
    }
    auto const summary = scene.see_to_its_end(std::move(process));
    CHECK(summary.result == outcome::failed);
    CHECK(scene.violations(summary) == std::vector<std::string>{});
}
