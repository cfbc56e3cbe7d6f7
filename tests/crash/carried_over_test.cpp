// What somebody has asked of a run holds for the process that resumes it.
#include "crash_scene.hpp"
#include "support/catch.hpp"
#include "support/plan_text.hpp"
#include "until.hpp"

#include <algorithm>
#include <csignal>
#include <variant>

using namespace ssislb;
using namespace ssislb::test;

namespace {

constexpr double speed = 300;

/// "long" runs until somebody cancels it, "watched" ends by itself.
std::string tasks() {
    return servers(2) + R"(
[defaults]
outcome_from = "job"
[[task]]
name = "long"
job = "long"
servers = ["s1"]
simulate = { duration = "100h" }
[[task]]
name = "watched"
job = "watched"
servers = ["s1"]
simulate = { duration = "20m" }
[[task]]
name = "anywhere"
job = "anywhere"
after_completion = ["watched"]
simulate = { duration = "10s" }
[[task]]
name = "unwanted"
job = "unwanted"
after_completion = ["watched"]
simulate = { duration = "10s" }
)";
}

std::unique_ptr<command_process> begun(crash_scene& scene) {
    auto process = scene.run();
    until("two jobs run", [&] { return scene.runs("long") && scene.runs("watched"); });
    return process;
}

void be_killed(command_process& process) {
    process.signal(SIGKILL);
    REQUIRE_FALSE(process.wait());
}

void ask(crash_scene& scene, std::vector<std::string> const& words) {
    auto const command = scene.control(words);
    INFO(words.front() << ": " << command->errors());
    CHECK(command->wait() == 0);
}

bool wants_end(crash_scene const& scene, bool of_jobs) {
    return std::ranges::any_of(scene.events(), [of_jobs](auto const& each) {
        auto const* const end = std::get_if<event::cancel_requested>(&each.what);
        return end != nullptr && end->stop_jobs == of_jobs;
    });
}

outcome outcome_of(crash_scene const& scene, run_summary const& summary, std::string_view task) {
    return summary.tasks.at(index(*scene.package().find_task(task))).result;
}

} // namespace

TEST_CASE("drains, skips and pauses hold for the process that resumes a run", "[crash]") {
    crash_scene scene(tasks(), speed);
    auto process = begun(scene);
    ask(scene, {"drain", "s2"});
    ask(scene, {"skip", "unwanted"});
    ask(scene, {"pause"});
    be_killed(*process);
    process = scene.resume();
    process->wait_for_text("run_resumed");
    process->wait_for_text("server_drained");
    process->wait_for_text("run_paused");
    process->wait_for_text(R"("event":"task_finished","task":"watched")");
    CHECK_FALSE(process->has_ended());
    CHECK(scene.starts() == 2);
    ask(scene, {"continue"});
    until("a task is started", [&] { return scene.starts("anywhere") == 1; });
    scene.cancel("long");
    auto const summary = scene.see_to_its_end(std::move(process));
    CHECK(scene.instance(1).finished_runs().empty());
    CHECK(scene.starts("unwanted") == 0);
    CHECK(outcome_of(scene, summary, "unwanted") == outcome::skipped);
    CHECK(outcome_of(scene, summary, "anywhere") == outcome::succeeded);
    CHECK(scene.violations(summary) == std::vector<std::string>{});
}

TEST_CASE("a run that somebody wanted to end ends after its process was killed", "[crash]") {
    crash_scene scene(tasks(), speed);
    auto process = begun(scene);
    SECTION("by Ctrl-C") {
        process->signal(SIGINT);
    }
    SECTION("from elsewhere") {
        ask(scene, {"stop", "1", "--no-wait", "--journal", scene.journal().string()});
    }
    until("it is in the journal", [&] { return wants_end(scene, false); });
    be_killed(*process);
    process = scene.resume();
    process->wait_for_text(R"("event":"task_finished","task":"watched")");
    CHECK_FALSE(process->has_ended());
    scene.cancel("long");
    CHECK(process->wait() == 3);
    auto const summary = scene.summary_in(*process);
    CHECK(summary.result == outcome::canceled);
    CHECK(outcome_of(scene, summary, "watched") == outcome::succeeded);
    CHECK(outcome_of(scene, summary, "anywhere") == outcome::skipped);
    CHECK(scene.starts() == 2);
    CHECK(scene.violations(summary) == std::vector<std::string>{});
}

TEST_CASE("a run that is killed while it stops its jobs is canceled by the next process",
          "[crash]") {
    crash_scene scene(tasks(), speed);
    auto process = begun(scene);
    auto& world = scene.instance(0);
    // A deadlock each time: the requests are repeated and do not stop anything.
    world.add_fault(sim::fault::on("sp_stop_job").always().refuse(1205));
    process->signal(SIGINT);
    process->wait_for_text("stopping: nothing more is started");
    process->signal(SIGINT);
    until("jobs are being stopped", [&] { return world.traffic().procedures["sp_stop_job"] > 0; });
    CHECK(wants_end(scene, true));
    be_killed(*process);
    CHECK(scene.runs("long"));
    world.clear_faults();
    process = scene.resume();
    CHECK(process->wait() == 3);
    auto const summary = scene.summary_in(*process);
    CHECK(summary.result == outcome::canceled);
    CHECK(outcome_of(scene, summary, "long") == outcome::canceled);
    CHECK(outcome_of(scene, summary, "anywhere") == outcome::skipped);
    CHECK(scene.starts() == 2);
    CHECK(scene.violations(summary) == std::vector<std::string>{});
}
