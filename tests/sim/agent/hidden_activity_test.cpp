// A login that sees and starts a job, but sees no activity of it.
#include "agent_scene.hpp"

using namespace ssislb;
using namespace ssislb::test;

namespace {

sim::instance_spec hiding(sim::step_spec only = step()) {
    auto spec = server_with({job("load", std::move(only))});
    spec.logins.front().sees_activity = false;
    return spec;
}

} // namespace

TEST_CASE("without activity a run is followed to its true outcome", "[sim][agent][hidden]") {
    auto const end = GENERATE(sim::run_end::succeeded, sim::run_end::failed);
    agent_scene scene(hiding(step(4s, end)));
    scene.play([&]() -> asio::awaitable<void> {
        co_await scene.connected();
        CHECK_FALSE(scene.remote.facts().agent_session);
        // An old run that must not pass for ours.
        scene.world->end_job("load", sim::run_end::canceled);
        REQUIRE(scene.world->start_job("load"));
        while (scene.world->finished_runs().empty())
            continue;
        auto const [error, run] = co_await scene.remote.async_run_job("load", as_result);
        CAPTURE(error.message());
        CHECK_FALSE(error);
        CHECK_FALSE(run.before.session);
        CHECK(run.before.history > 0);
        CHECK(run.result.job ==
              (end == sim::run_end::failed ? outcome::failed : outcome::succeeded));
        CHECK(run.result.started);
    });
}

TEST_CASE("without activity a job that runs is busy", "[sim][agent][hidden]") {
    agent_scene scene(hiding(step(1h)));
    scene.play([&]() -> asio::awaitable<void> {
        co_await scene.connected();
        REQUIRE(scene.world->start_job("load"));
        while (scene.world->state("load") != job_state::executing)
            continue;
        auto const [error, run] = co_await scene.remote.async_run_job("load", as_result);
        CHECK(error == agent_errc::job_already_running);
    });
}

TEST_CASE("without activity a lost answer is confirmed by what runs", "[sim][agent][hidden]") {
    agent_scene scene(hiding(step(20s)));
    scene.play([&]() -> asio::awaitable<void> {
        co_await scene.connected();
        scene.world->add_fault(sim::fault::on("sp_start_job").drop_answer());
        auto const [error, run] = co_await scene.remote.async_run_job("load", as_result);
        CHECK_FALSE(error);
        CHECK(run.result.job == outcome::succeeded);
    });
    CHECK(scene.world->starts("load") == 1);
}

TEST_CASE("without activity nobody can prove that a start did not happen", "[sim][agent][hidden]") {
    agent_scene scene(hiding());
    scene.play([&]() -> asio::awaitable<void> {
        co_await scene.connected();
        scene.world->add_fault(sim::fault::on("sp_start_job").drop_request());
        auto const [error, run] = co_await scene.remote.async_run_job("load", as_result);
        CHECK(error == agent_errc::start_in_doubt);
    });
    CHECK(scene.world->starts("load") == 0);
}

TEST_CASE("without activity a run that an Agent restart took away is given up",
          "[sim][agent][hidden]") {
    auto options = quick();
    options.reconnect_for = 200ms;
    agent_scene scene(hiding(step(1h)), options);
    scene.play([&]() -> asio::awaitable<void> {
        co_await scene.connected();
        scene.world->add_fault(sim::fault::on("sp_start_job").restart_agent());
        auto const [error, run] = co_await scene.remote.async_run_job("load", as_result);
        CHECK(error == agent_errc::outcome_lost);
    });
    CHECK(scene.world->starts("load") == 1);
}
