// The plan is edited between the processes of a run.
#include "crash_scene.hpp"
#include "support/catch.hpp"
#include "support/plan_text.hpp"
#include "until.hpp"

#include <csignal>
#include <stdexcept>

using namespace ssislb;
using namespace ssislb::test;
using Catch::Matchers::Contains;

namespace {

constexpr double speed = 300;

constexpr auto added = R"(
[[task]]
name = "added"
job = "added"
after_completion = ["long"]
simulate = { duration = "10s" }
)";

std::string text() {
    return servers(1) + R"(
[defaults]
outcome_from = "job"
[[task]]
name = "bad"
job = "bad"
simulate = { duration = "10s", outcome = "failed", fail_attempts = 1 }
[[task]]
name = "good"
job = "good"
simulate = { duration = "10s" }
[[task]]
name = "long"
job = "long"
after_completion = ["bad", "good"]
simulate = { duration = "100h" }
[[task]]
name = "later"
job = "later"
after_completion = ["long"]
simulate = { duration = "10s", outcome = "failed", fail_attempts = 1 }
)";
}

std::string replaced(std::string in, std::string const& what, std::string const& by) {
    auto const at = in.find(what);
    if (at == std::string::npos)
        throw std::invalid_argument(what);
    return in.replace(at, what.size(), by);
}

std::string with_retry(std::string const& task) {
    return replaced(text(), "job = \"" + task + "\"\n", "job = \"" + task + "\"\nretries = 1\n");
}

/// A run with this plan whose process is dead; two tasks have ended, the third runs.
void be_left(crash_scene& scene, std::string const& plan) {
    scene.edit_plan(plan);
    auto const process = scene.run();
    until("the third task runs", [&] { return scene.runs("long"); });
    process->signal(SIGKILL);
    REQUIRE_FALSE(process->wait());
}

run_summary resumed_to_the_end(crash_scene& scene) {
    auto process = scene.resume();
    process->wait_for_text("run_resumed");
    CHECK_THAT(process->errors(), Contains("was edited since; the run goes on with it"));
    scene.cancel("long");
    return scene.see_to_its_end(std::move(process));
}

void is_refused(std::string const& edited, std::string const& why) {
    INFO(why);
    crash_scene scene(text(), speed);
    be_left(scene, text());
    scene.edit_plan(edited);
    auto const refused = scene.resume();
    CHECK(refused->wait() == 5);
    CHECK_THAT(refused->errors(), Contains(why) && Contains("Nothing was started."));
    CHECK(refused->output().empty());
    CHECK(scene.starts() == 3);
    // It goes on as soon as the plan is as it was.
    scene.edit_plan(text());
    auto process = scene.resume();
    process->wait_for_text("run_resumed");
    scene.cancel("long");
    auto const summary = scene.see_to_its_end(std::move(process));
    CHECK(scene.violations(summary) == std::vector<std::string>{});
}

} // namespace

TEST_CASE("a task that was added to the plan of a run that was left is run", "[crash]") {
    auto const whole = text() + added;
    crash_scene scene(whole, speed);
    be_left(scene, text());
    scene.edit_plan(whole);
    auto const summary = resumed_to_the_end(scene);
    CHECK(summary.tasks.at(4).result == outcome::succeeded);
    CHECK(scene.violations(summary) == std::vector<std::string>{});
}

TEST_CASE("tasks that stand in another order are still the same", "[crash]") {
    auto const whole = replaced(text(), "[[task]]\nname = \"bad\"",
                                std::string(added + 1) + "[[task]]\nname = \"bad\"");
    crash_scene scene(whole, speed);
    be_left(scene, text());
    scene.edit_plan(whole);
    auto const summary = resumed_to_the_end(scene);
    CHECK(summary.tasks.at(0).result == outcome::succeeded);
    CHECK(summary.tasks.at(1).result == outcome::failed);
    CHECK(scene.violations(summary) == std::vector<std::string>{});
}

TEST_CASE("a task that has not begun gets the retries that were added", "[crash]") {
    crash_scene scene(with_retry("later"), speed);
    be_left(scene, text());
    scene.edit_plan(with_retry("later"));
    auto const summary = resumed_to_the_end(scene);
    CHECK(summary.tasks.at(3).result == outcome::succeeded);
    CHECK(summary.tasks.at(3).attempts == 2);
    CHECK(scene.violations(summary) == std::vector<std::string>{});
}

TEST_CASE("what has happened cannot be changed by an edited plan", "[crash]") {
    is_refused(replaced(text(), "job = \"good\"", "job = \"later\""),
               "task \"good\" has begun, so its `job` cannot be changed any more");
    is_refused(replaced(text(), "job = \"long\"", "job = \"later\""),
               "task \"long\" has begun, so its `job` cannot be changed any more");
    is_refused(replaced(replaced(text(),
                                 "[[task]]\nname = \"good\"\njob = \"good\"\n"
                                 "simulate = { duration = \"10s\" }\n",
                                 ""),
                        "[\"bad\", \"good\"]", "[\"bad\"]"),
               "task \"good\" has begun and is missing; put it back");
    is_refused(with_retry("bad"),
               "task \"bad\" has ended failed, and with what was changed it would not have");
}
