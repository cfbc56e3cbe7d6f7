// Simulated servers and Agents that die and come back, under a run and between its processes.
#include "crash_scene.hpp"
#include "support/catch.hpp"
#include "support/plan_text.hpp"
#include "until.hpp"

#include <csignal>
#include <cstddef>

using namespace ssislb;
using namespace ssislb::test;

namespace {

constexpr double speed = 200;

/// Every kind: restartable, with a retry, failing, behind others.
std::string tasks() {
    auto text = servers(2) + "[defaults]\noutcome_from = \"job\"\n";
    for (int i = 0; i < 20; ++i) {
        auto const name = "t" + std::to_string(i);
        text += "[[task]]\nname = \"" + name + "\"\njob = \"" + name + "\"\n";
        text += "simulate = { duration = \"" + std::to_string(20 + i * 7 % 30) + "s\"";
        text += i % 6 == 2   ? ", outcome = \"failed\", fail_attempts = 1 }\nretries = 1\n"
                : i % 9 == 3 ? ", outcome = \"failed\" }\n"
                             : " }\n";
        text += i % 3 == 0 ? "restartable = true\n" : "";
        if (i >= 5)
            text += "after_completion = [\"t" + std::to_string(i - 5) + "\"]\n";
    }
    return text;
}

/// What dies, and comes back at once or when the strike is over.
enum class victim { agent, server, machine };

void strike(crash_scene& scene, victim what) {
    auto& world = scene.instance(0);
    switch (what) {
    case victim::agent:
        return world.kill_agent();
    case victim::machine:
        // Its port is closed: nobody even refuses a login.
        scene.server(0).stop();
        return world.kill_server();
    case victim::server:
        return world.kill_server();
    }
}

void end_strike(crash_scene& scene, victim what) {
    if (what == victim::agent)
        return scene.instance(0).start_agent();
    scene.instance(0).revive_server();
    scene.server(0).start();
}

/// Jobs run there, and some have ended.
void get_going(crash_scene& scene) {
    until("jobs run on both servers", [&] {
        return scene.instance(0).running() > 0 && scene.instance(1).running() > 0 &&
               !scene.instance(0).finished_runs().empty();
    });
}

void other_server_ends_a_job(crash_scene& scene) {
    auto const before = scene.instance(1).finished_runs().size();
    until("the other server works on",
          [&] { return scene.instance(1).finished_runs().size() > before; });
}

std::size_t lost_runs(crash_scene& scene) {
    std::size_t count = 0;
    for (auto const& each : scene.instance(0).finished_runs())
        count += each.end == sim::run_end::lost ? 1U : 0U;
    return count;
}

void judge(crash_scene& scene, run_summary const& summary) {
    CHECK(lost_runs(scene) > 0);
    CHECK(summary.result == outcome::failed);
    CHECK(scene.violations(summary) == std::vector<std::string>{});
}

} // namespace

TEST_CASE("what dies under a run and comes back costs no true outcome and no second start",
          "[crash]") {
    auto const what = GENERATE(victim::agent, victim::server, victim::machine);
    CAPTURE(static_cast<int>(what));
    crash_scene scene(tasks(), speed);
    auto process = scene.run();
    get_going(scene);
    strike(scene, what);
    other_server_ends_a_job(scene);
    end_strike(scene, what);
    judge(scene, scene.see_to_its_end(std::move(process)));
}

TEST_CASE("what dies while no process watches is found out by the next one", "[crash]") {
    auto const what = GENERATE(victim::agent, victim::server, victim::machine);
    CAPTURE(static_cast<int>(what));
    crash_scene scene(tasks(), speed);
    auto process = scene.run();
    get_going(scene);
    process->signal(SIGKILL);
    REQUIRE_FALSE(process->wait());
    strike(scene, what);
    end_strike(scene, what);
    judge(scene, scene.see_to_its_end(scene.resume()));
}

TEST_CASE("a run is resumed while a server is away, and takes it in when it is back", "[crash]") {
    auto const what = GENERATE(victim::agent, victim::server, victim::machine);
    CAPTURE(static_cast<int>(what));
    crash_scene scene(tasks(), speed);
    auto process = scene.run();
    get_going(scene);
    strike(scene, what);
    process->signal(SIGKILL);
    REQUIRE_FALSE(process->wait());
    process = scene.resume();
    other_server_ends_a_job(scene);
    end_strike(scene, what);
    judge(scene, scene.see_to_its_end(std::move(process)));
}
