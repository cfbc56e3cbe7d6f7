// The form in which a server is asked does not change what is found.
#include "agent_scene.hpp"

using namespace ssislb;
using namespace ssislb::test;

namespace {

supervision_options reading_tables() {
    auto options = quick();
    options.read_msdb_tables = true;
    return options;
}

/// Many jobs, of which none runs long.
sim::instance_spec busy_server(std::size_t foreign, bool reads_msdb = false) {
    std::vector<sim::job_spec> jobs;
    for (std::size_t i = 0; i < foreign; ++i)
        jobs.push_back(job("foreign " + std::to_string(i)));
    for (char const* ours : {"load", "fail", "late"})
        jobs.push_back(job(ours));
    jobs[foreign] = job("load", step(20s));
    jobs[foreign + 1] = job("fail", step(10s, sim::run_end::failed));
    jobs[foreign + 2] = job("late", step(60s));
    auto spec = server_with(std::move(jobs));
    spec.logins.front().reads_msdb = reads_msdb;
    return spec;
}

/// All three end as they should.
void run_ours(agent_scene& scene) {
    std::map<std::string, outcome> ended;
    scene.play([&]() -> asio::awaitable<void> {
        co_await scene.connected();
        asio::steady_timer all(scene.io, asio::steady_timer::time_point::max());
        for (std::string const name : {"load", "fail", "late"})
            scene.remote.async_run_job(name, [&, name](error_code lost, job_run const& run) {
                CHECK_FALSE(lost);
                ended[name] = run.result.job;
                if (ended.size() == 3)
                    all.cancel();
            });
        co_await all.async_wait(as_result);
    });
    CHECK(ended["load"] == outcome::succeeded);
    CHECK(ended["fail"] == outcome::failed);
    CHECK(ended["late"] == outcome::succeeded);
}

std::uint64_t called(agent_scene const& scene, std::string const& procedure) {
    auto const seen = scene.world->traffic().procedures;
    auto const found = seen.find(procedure);
    return found == seen.end() ? 0 : found->second;
}

} // namespace

TEST_CASE("three jobs beside five thousand of others are asked for alone", "[sim][agent][form]") {
    agent_scene scene(busy_server(5000));
    run_ours(scene);
    auto const polls = scene.remote.statistics().status_polls;
    REQUIRE(polls > 10);
    // One statement is one round trip, however many calls are in it.
    CHECK(scene.world->traffic().batches > polls / 2);
    CHECK(called(scene, "sp_help_jobactivity") > polls);
    CHECK(called(scene, "sp_help_jobactivity") <= 4 * polls);
}

TEST_CASE("a job that is deleted in mid-run does not spoil the others' polls",
          "[sim][agent][form]") {
    agent_scene scene(busy_server(500));
    error_code lost;
    outcome other = outcome::unknown;
    scene.play([&]() -> asio::awaitable<void> {
        co_await scene.connected();
        auto const mark = co_await scene.started("late");
        asio::steady_timer both(scene.io, asio::steady_timer::time_point::max());
        int left = 2;
        auto const one_less = [&] {
            if (--left == 0)
                both.cancel();
        };
        scene.remote.async_wait_job(
            mark, wait_options([&](server_time) { scene.world->remove_job("late"); }),
            [&](error_code why, job_run const&) {
                lost = why;
                one_less();
            });
        scene.remote.async_run_job("load", [&](error_code why, job_run const& run) {
            CHECK_FALSE(why);
            other = run.result.job;
            one_less();
        });
        co_await both.async_wait(as_result);
    });
    CHECK(lost == agent_errc::outcome_lost);
    CHECK(other == outcome::succeeded);
}

TEST_CASE("who may read msdb's tables asks for what has changed", "[sim][agent][form]") {
    agent_scene scene(busy_server(50, true), reading_tables());
    run_ours(scene);
    CHECK(scene.remote.facts().reads_activity);
    CHECK(called(scene, "sp_executesql") > called(scene, "sp_help_jobactivity"));
}

TEST_CASE("who may not read msdb's tables is served by the procedure", "[sim][agent][form]") {
    agent_scene scene(busy_server(50, false), reading_tables());
    run_ours(scene);
    CHECK_FALSE(scene.remote.facts().reads_activity);
    CHECK(called(scene, "sp_executesql") == 0);
}

TEST_CASE("the tables are left alone unless they are asked for", "[sim][agent][form]") {
    agent_scene scene(busy_server(50, true));
    run_ours(scene);
    CHECK(called(scene, "sp_executesql") == 0);
}

TEST_CASE("an Agent that restarts is noticed by who asks for changes", "[sim][agent][form]") {
    agent_scene scene(busy_server(50, true), reading_tables());
    scene.play([&]() -> asio::awaitable<void> {
        co_await scene.connected();
        auto const mark = co_await scene.started("late");
        auto const [lost, run] = co_await scene.remote.async_wait_job(
            mark, wait_options([&](server_time) { scene.world->restart_agent(); }), as_result);
        CHECK(lost == agent_errc::agent_restarted);
    });
}
