// Whole runs, and what they end in.
#include "agent_scene.hpp"

#include <algorithm>

using namespace ssislb;
using namespace ssislb::test;

namespace {

job_run run_of(agent_scene& scene, std::string name) {
    job_run run;
    scene.play([&]() -> asio::awaitable<void> {
        co_await scene.connected();
        auto [error, result] = co_await scene.remote.async_run_job(std::move(name), as_result);
        CAPTURE(error.message());
        REQUIRE_FALSE(error);
        run = std::move(result);
    });
    return run;
}

} // namespace

TEST_CASE("a connection knows the server's facts", "[sim][agent]") {
    agent_scene scene(server_with({job("load")}));
    scene.play([&] { return scene.connected(); });
    auto const facts = scene.remote.facts();
    CHECK(facts.product_version == "15.0.4298.1");
    CHECK(facts.server_name == "SIMULATED");
    CHECK(facts.agent_session == scene.world->session_id());
    CHECK(facts.now > server_time{});
}

TEST_CASE("a job that succeeds is reported with its history", "[sim][agent]") {
    agent_scene scene(server_with({job("load")}));
    auto const run = run_of(scene, "load");
    CHECK(run.result.job == outcome::succeeded);
    CHECK(run.result.package == outcome::succeeded);
    CHECK(run.evidence == outcome_evidence::history);
    REQUIRE(run.rows.size() == 2);
    CHECK(run.rows.back().is_job_outcome());
    CHECK(run.result.started);
    CHECK(scene.world->starts("load") == 1);
}

TEST_CASE("a job that fails is a result, with the failed step and what it said", "[sim][agent]") {
    auto failing = step(2s, sim::run_end::failed);
    failing.output = "The connection manager failed.";
    agent_scene scene(server_with({job("load", failing)}));
    auto const run = run_of(scene, "load");
    CHECK(run.result.job == outcome::failed);
    CHECK(run.result.package == outcome::failed);
    CHECK(run.result.failed_step == "run package");
    CHECK(run.result.message.find("The connection manager failed.") != std::string::npos);
}

TEST_CASE("a package that fails in a job that succeeds has failed", "[sim][agent]") {
    auto spec = job("load", step(2s, sim::run_end::failed));
    spec.steps.front().on_fail = sim::step_action::next_step;
    spec.steps.push_back(step());
    spec.steps.back().name = "tidy up";
    spec.steps.back().subsystem = "TSQL";
    agent_scene scene(server_with({spec}));
    auto const run = run_of(scene, "load");
    CHECK(run.result.job == outcome::succeeded);
    CHECK(run.result.package == outcome::failed);
    CHECK(run.result.failed_step == "run package");
}

TEST_CASE("a package that was tried again and succeeded has succeeded", "[sim][agent]") {
    auto flaky = step(2s, sim::run_end::failed);
    flaky.fail_attempts = 1;
    flaky.retry_attempts = 2;
    agent_scene scene(server_with({job("load", flaky)}));
    auto const run = run_of(scene, "load");
    CHECK(run.result.package == outcome::succeeded);
    CHECK(std::ranges::any_of(
        run.rows, [](job_history_row const& row) { return row.status == run_status::retry; }));
}

TEST_CASE("a job that is over before the first look is found", "[sim][agent]") {
    auto spec = server_with({job("load", step(0ms))});
    spec.delays.pickup = 0ms;
    agent_scene scene(std::move(spec));
    CHECK(run_of(scene, "load").result.job == outcome::succeeded);
}

TEST_CASE("a job that is picked up late is waited for", "[sim][agent]") {
    auto spec = server_with({job("load")});
    spec.delays.pickup = 30s;
    agent_scene scene(std::move(spec));
    auto const run = run_of(scene, "load");
    CHECK(run.result.job == outcome::succeeded);
    REQUIRE(run.requested);
    CHECK(*run.result.started - *run.requested >= 29s);
}

TEST_CASE("a job that waits for a thread is waited for", "[sim][agent]") {
    auto spec = server_with({job("load"), job("other", step(20s))});
    spec.max_worker_threads = 1;
    agent_scene scene(std::move(spec));
    REQUIRE(scene.world->start_job("other"));
    CHECK(run_of(scene, "load").result.job == outcome::succeeded);
}

TEST_CASE("a disabled job starts and says that it is disabled", "[sim][agent]") {
    auto spec = job("load");
    spec.enabled = false;
    agent_scene scene(server_with({spec}));
    CHECK(run_of(scene, "load").result.job == outcome::succeeded);
    scene.play([&]() -> asio::awaitable<void> {
        auto const [error, jobs] = co_await scene.remote.async_jobs(as_result);
        REQUIRE_FALSE(error);
        REQUIRE(jobs.size() == 1);
        CHECK_FALSE(jobs.front().enabled);
        CHECK(jobs.front().has_target);
        CHECK(jobs.front().has_step);
        CHECK_FALSE(jobs.front().has_schedule);
        CHECK(jobs.front().type == 1);
    });
}

TEST_CASE("a job's name may be of any script", "[sim][agent]") {
    std::string const name = "Lädt Aufträge – 注文 🚚";
    agent_scene scene(server_with({job(name), job("Ladt Auftrage")}));
    auto const run = run_of(scene, name);
    CHECK(run.rows.back().job_name == name);
    CHECK(scene.world->starts(name) == 1);
    CHECK(scene.world->starts("Ladt Auftrage") == 0);
}

TEST_CASE("a job that is stopped ends canceled", "[sim][agent]") {
    agent_scene scene(server_with({job("load", step(1h))}));
    scene.play([&]() -> asio::awaitable<void> {
        co_await scene.connected();
        auto const mark = co_await scene.started("load");
        bool stop_refused = true;
        auto stop = [&](server_time) {
            scene.remote.async_stop_job(
                mark.job, [&](error_code why, diagnostics const&) { stop_refused = bool(why); });
        };
        auto const [lost, run] =
            co_await scene.remote.async_wait_job(mark, wait_options(stop), as_result);
        CHECK_FALSE(lost);
        CHECK_FALSE(stop_refused);
        CHECK(run.result.job == outcome::canceled);
        CHECK(run.result.package == outcome::canceled);
    });
}

TEST_CASE("a run's history can be read alone", "[sim][agent]") {
    agent_scene scene(server_with({job("load")}));
    auto const run = run_of(scene, "load");
    scene.play([&]() -> asio::awaitable<void> {
        auto const [error, rows] =
            co_await scene.remote.async_job_history(run.before.job, as_result);
        REQUIRE_FALSE(error);
        REQUIRE(rows.size() == 2);
        CHECK(rows.front() == run.rows.back());
        auto const [asked, activity] = co_await scene.remote.async_job_activity(as_result);
        REQUIRE_FALSE(asked);
        REQUIRE(activity.size() == 1);
        CHECK(activity.front().history == run.history);
    });
}

TEST_CASE("a server's time zone does not matter", "[sim][agent]") {
    using std::chrono::minutes;
    auto spec = server_with({job("load", step(4s, sim::run_end::failed))});
    spec.utc_offset = GENERATE(minutes(5 * 60 + 45), minutes(-8 * 60), minutes(14 * 60));
    spec.logins.front().sees_activity = GENERATE(true, false);
    agent_scene scene(std::move(spec));
    // An old run that must not pass for ours.
    REQUIRE(scene.world->start_job("load"));
    while (scene.world->finished_runs().empty())
        continue;
    auto const run = run_of(scene, "load");
    CHECK(run.result.job == outcome::failed);
    REQUIRE(run.result.started);
    CHECK(*run.result.started <= scene.world->now());
    CHECK(*run.result.started > scene.world->now() - 10min);
}
