// How long jobs took, asked of a server with a past.
#include "agent_scene.hpp"

#include <ssislb/agent/server_inspection.hpp>
#include <ssislb/sim/clock.hpp>

#include <algorithm>
#include <map>

using namespace ssislb;
using namespace ssislb::test;

TEST_CASE("one statement tells how long the runs of all jobs took", "[sim][agent][inspection]") {
    auto const clock =
        std::make_shared<sim::manual_clock>(timestamp(std::chrono::sys_days(2026y / 11 / 24)));
    agent_scene scene(server_with({job("long", step(1h)), job("short", step(10s)),
                                   job("broken", step(10s, sim::run_end::failed)), job("new")}),
                      quick(), clock);
    auto const run = [&](std::string const& name) {
        REQUIRE(scene.world->start_job(name));
        clock->advance(2h);
        REQUIRE(scene.world->state(name) == job_state::idle);
    };
    for (auto const* name : {"long", "short", "short", "broken"})
        run(name);
    std::vector<job_length> found;
    std::map<guid, std::string> names;
    scene.play([&]() -> asio::awaitable<void> {
        co_await scene.connected();
        auto const [list_error, jobs] = co_await scene.remote.async_jobs(as_result);
        REQUIRE_FALSE(list_error);
        for (auto const& one : jobs)
            names.emplace(one.id, one.name);
        server_inspection inspection(scene.remote);
        auto const before = scene.remote.statistics().statements;
        auto [error, lengths] = co_await inspection.async_job_lengths(as_result);
        CHECK_FALSE(error);
        CHECK(scene.remote.statistics().statements == before + 1);
        found = std::move(lengths);
    });
    std::map<std::string, job_length> by_name;
    for (auto const& one : found)
        by_name.emplace(names.at(one.job), one);
    // Neither the job that failed nor the one that never ran.
    REQUIRE(by_name.size() == 2);
    CHECK(by_name.at("long").runs == 1);
    CHECK(by_name.at("short").runs == 2);
    CHECK(std::chrono::abs(by_name.at("long").median - 1h) <= 10s);
    CHECK(std::chrono::abs(by_name.at("short").median - 10s) <= 3s);
    CHECK(by_name.at("short").spread > 0);
}
