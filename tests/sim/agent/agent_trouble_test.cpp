// The Agent restarts, trims its history, or answers later.
#include "agent_scene.hpp"

using namespace ssislb;
using namespace ssislb::test;

namespace {

struct ended {
    error_code error;
    job_run run;
};

/// Starts `load` and waits; `disturb` is called when it has been picked up.
template <class Disturb>
ended run_disturbed(agent_scene& scene, Disturb disturb) {
    ended end;
    scene.play([&]() -> asio::awaitable<void> {
        co_await scene.connected();
        auto const mark = co_await scene.started("load");
        auto [lost, run] = co_await scene.remote.async_wait_job(
            mark, wait_options([&](server_time) { disturb(); }), as_result);
        end = {lost, std::move(run)};
    });
    return end;
}

} // namespace

TEST_CASE("a run under which the Agent restarts is lost", "[sim][agent][trouble]") {
    agent_scene scene(server_with({job("load", step(1h))}));
    CHECK(run_disturbed(scene, [&] { scene.world->restart_agent(); }).error ==
          agent_errc::agent_restarted);
}

TEST_CASE("an orderly restart of the Agent is no cancellation", "[sim][agent][trouble]") {
    agent_scene scene(server_with({job("load", step(1h))}));
    CHECK(run_disturbed(scene, [&] {
              scene.world->stop_agent();
              scene.world->start_agent();
          }).error == agent_errc::agent_restarted);
}

TEST_CASE("somebody's run in the new session does not pass for ours", "[sim][agent][trouble]") {
    auto spec = server_with({job("load", step(1h))});
    agent_scene scene(std::move(spec));
    CHECK(run_disturbed(scene, [&] {
              scene.world->restart_agent();
              scene.world->end_job("load", sim::run_end::succeeded);
              REQUIRE(scene.world->start_job("load"));
          }).error == agent_errc::agent_restarted);
}

TEST_CASE("a trimmed history does not hide the outcome", "[sim][agent][trouble]") {
    auto const end = GENERATE(sim::run_end::succeeded, sim::run_end::failed);
    auto spec = server_with({job("load", step(2s, end))});
    spec.history = {0, 0};
    agent_scene scene(std::move(spec));
    auto const [error, run] = run_disturbed(scene, [] {});
    CHECK_FALSE(error);
    CHECK(run.evidence != outcome_evidence::history);
    CHECK(run.result.job == (end == sim::run_end::failed ? outcome::failed : outcome::succeeded));
    CHECK(run.rows.empty());
}

TEST_CASE("an outcome that is neither in history nor in the last run is lost",
          "[sim][agent][trouble]") {
    auto spec = server_with({job("load")});
    spec.history = {0, 0};
    spec.delays.publish = 1h;
    agent_scene scene(std::move(spec));
    CHECK(run_disturbed(scene, [] {}).error == agent_errc::outcome_lost);
}

TEST_CASE("a job that is deleted in mid-run takes its outcome with it", "[sim][agent][trouble]") {
    agent_scene scene(server_with({job("load", step(1h)), job("other")}));
    CHECK(run_disturbed(scene, [&] { scene.world->remove_job("load"); }).error ==
          agent_errc::outcome_lost);
}

TEST_CASE("a status call that is a deadlock's victim is repeated", "[sim][agent][trouble]") {
    auto const number = GENERATE(1205, 1222, 14258);
    agent_scene scene(server_with({job("load")}));
    auto const [error, run] = run_disturbed(scene, [&] {
        scene.world->add_fault(sim::fault::on("sp_help_jobactivity").times(3).refuse(number));
        scene.world->add_fault(sim::fault::on("sp_help_jobhistory").times(2).refuse(number));
    });
    CHECK_FALSE(error);
    CHECK(run.result.job == outcome::succeeded);
}

TEST_CASE("a start that was a deadlock's victim is not repeated here", "[sim][agent][trouble]") {
    agent_scene scene(server_with({job("load")}));
    scene.world->add_fault(sim::fault::on("sp_start_job").refuse(1205));
    scene.play([&]() -> asio::awaitable<void> {
        co_await scene.connected();
        auto const [error, run] = co_await scene.remote.async_run_job("load", as_result);
        CHECK(error == sql_server_errc::deadlock_victim);
    });
    CHECK(scene.world->starts("load") == 0);
    CHECK(scene.remote.statistics().starts == 1);
}

TEST_CASE("somebody's next run does not pass for ours", "[sim][agent][trouble]") {
    agent_scene scene(server_with({job("load", step(20s, sim::run_end::failed))}));
    scene.play([&]() -> asio::awaitable<void> {
        co_await scene.connected();
        auto const [error, mark] = co_await scene.remote.async_mark_job("load", as_result);
        auto const [refused, said] = co_await scene.remote.async_start_job(mark.job, as_result);
        REQUIRE_FALSE(refused);
        // Nobody looks until ours is over and the next one runs.
        while (scene.world->finished_runs().empty())
            continue;
        scene.world->end_job("load", sim::run_end::succeeded);
        REQUIRE(scene.world->start_job("load"));
        auto const [lost, run] = co_await scene.remote.async_wait_job(mark, {}, as_result);
        CHECK_FALSE(lost);
        CHECK(run.result.job == outcome::failed);
    });
}

TEST_CASE("an Agent that dies and stays down ends the wait", "[sim][agent][trouble]") {
    auto options = quick();
    options.poll_interval = 1ms;
    options.reconnect_for = 100ms;
    agent_scene scene(server_with({job("load", step(100h))}), options);
    bool const orderly = GENERATE(false, true);
    CHECK(run_disturbed(scene, [&] {
              orderly ? scene.world->stop_agent() : scene.world->kill_agent();
          }).error == agent_errc::agent_not_running);
}

TEST_CASE("a job whose one step goes on for long is not taken for dead", "[sim][agent][trouble]") {
    auto options = quick();
    options.poll_interval = 1ms;
    options.reconnect_for = 20ms;
    // Some 500 looks at which nothing has changed.
    agent_scene scene(server_with({job("load", step(100s))}), options);
    auto const [error, run] = run_disturbed(scene, [] {});
    CHECK_FALSE(error);
    CHECK(run.result.job == outcome::succeeded);
}

TEST_CASE("a failed package whose row was trimmed at the end of its job has failed",
          "[sim][agent][trouble]") {
    auto spec = job("load", step(2s, sim::run_end::failed));
    spec.steps.front().on_fail = sim::step_action::next_step;
    spec.steps.push_back(step(5s));
    spec.steps.back().name = "tidy up";
    spec.steps.back().subsystem = "TSQL";
    auto server = server_with({spec});
    server.history = GENERATE(sim::history_limits{1000, 2}, sim::history_limits{0, 0});
    agent_scene scene(std::move(server));
    auto const [error, run] = run_disturbed(scene, [] {});
    CHECK_FALSE(error);
    CHECK(run.result.job == outcome::succeeded);
    CHECK(run.result.package == outcome::failed);
    CHECK(run.result.failed_step == "run package");
}
