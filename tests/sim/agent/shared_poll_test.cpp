// One status call for all jobs of a server.
#include "agent_scene.hpp"

using namespace ssislb;
using namespace ssislb::test;

TEST_CASE("twenty jobs on a server share one status call a poll", "[sim][agent][poll]") {
    constexpr std::size_t count = 20;
    std::vector<sim::job_spec> jobs;
    for (std::size_t i = 0; i < count; ++i)
        jobs.push_back(job("load " + std::to_string(i), step(60s)));
    auto spec = server_with(std::move(jobs));
    spec.max_worker_threads = 0;
    agent_scene scene(std::move(spec));
    std::size_t ended = 0;
    scene.play([&]() -> asio::awaitable<void> {
        co_await scene.connected();
        auto const [error, listed] = co_await scene.remote.async_jobs(as_result);
        REQUIRE(listed.size() == count);
        asio::steady_timer all(scene.io, asio::steady_timer::time_point::max());
        for (auto const& each : listed)
            scene.remote.async_run_job(each.name, [&](error_code lost, job_run const& run) {
                CHECK_FALSE(lost);
                CHECK(run.result.job == outcome::succeeded);
                if (++ended == count)
                    all.cancel();
            });
        co_await all.async_wait(as_result);
        // Calls keep their order: when this one is answered, a last poll is too.
        co_await scene.remote.async_jobs(as_result);
    });
    auto const spent = scene.remote.statistics();
    auto const seen = scene.world->traffic();
    CHECK(spent.starts == count);
    CHECK(spent.history_reads >= count);
    CHECK(spent.status_polls == seen.procedures.at("sp_help_jobactivity"));
    CHECK(spent.statements == seen.calls + seen.batches);
    // What is asked again and again is the status call alone. The rest does not grow with the
    // polls: a job's name, its start, its history once or twice; the two lists, the facts.
    CHECK(spent.statements - spent.status_polls <= 4 * count + 3);
}

TEST_CASE("marks that are asked for together share one status call", "[sim][agent][poll]") {
    agent_scene scene(server_with({job("a"), job("b"), job("c")}));
    scene.play([&]() -> asio::awaitable<void> {
        co_await scene.connected();
        auto const [error, listed] = co_await scene.remote.async_jobs(as_result);
        // A run makes history, so that a mark needs no more than the status call.
        auto const [lost, run] = co_await scene.remote.async_run_job("a", as_result);
        REQUIRE_FALSE(lost);
        auto const before = scene.remote.statistics().status_polls;
        std::size_t marked = 0;
        asio::steady_timer all(scene.io, asio::steady_timer::time_point::max());
        for (auto const& each : listed)
            scene.remote.async_mark_job(each.id, [&](error_code failed, job_mark const& mark) {
                CHECK_FALSE(failed);
                CHECK(mark.history >= run.history);
                if (++marked == listed.size())
                    all.cancel();
            });
        co_await all.async_wait(as_result);
        CHECK(scene.remote.statistics().status_polls == before + 1);
    });
}

TEST_CASE("an answer under way tells nothing about a job that it was not asked about",
          "[sim][agent][poll]") {
    auto spec = server_with({job("watched", step(24h)), job("late", step(20s))});
    agent_scene scene(std::move(spec));
    // So many jobs are not ours that ours are asked for one by one.
    scene.world->add_foreign_jobs(100);
    auto const polls = [&] { return scene.world->traffic().procedures["sp_help_jobactivity"]; };
    scene.play([&]() -> asio::awaitable<void> {
        co_await scene.connected();
        // The Agent restarts between this mark and the start.
        auto const [error, late] = co_await scene.remote.async_mark_job("late", as_result);
        REQUIRE_FALSE(error);
        scene.world->restart_agent();
        auto const [failed, watched] = co_await scene.remote.async_mark_job("watched", as_result);
        REQUIRE_FALSE(failed);
        for (auto const& each : {watched, late}) {
            auto const [refused, said] = co_await scene.remote.async_start_job(each.job, as_result);
            REQUIRE_FALSE(refused);
        }
        auto before = polls();
        scene.remote.async_wait_job(watched, {}, [](error_code, job_run const&) {});
        asio::steady_timer moment(scene.io);
        auto const until_polled = [&]() -> asio::awaitable<void> {
            while (polls() == before) {
                moment.expires_after(1ms);
                co_await moment.async_wait(as_result);
            }
            before = polls();
        };
        co_await until_polled();
        scene.world->add_fault(sim::fault::on("sp_help_jobactivity").delay(20ms));
        co_await until_polled();
        auto const [lost, run] = co_await scene.remote.async_wait_job(late, {}, as_result);
        CHECK_FALSE(lost);
        CHECK(run.result.job == outcome::succeeded);
    });
}

TEST_CASE("nobody is asked while nobody waits", "[sim][agent][poll]") {
    agent_scene scene(server_with({job("load")}));
    scene.play([&]() -> asio::awaitable<void> {
        co_await scene.connected();
        auto const [error, run] = co_await scene.remote.async_run_job("load", as_result);
        REQUIRE_FALSE(error);
    });
    auto const before = scene.remote.statistics().statements;
    scene.io.restart();
    scene.io.run_for(50ms);
    CHECK(scene.remote.statistics().statements == before);
}
