// A controller has died around a start, and another looks for its run, hours later.
#include "doubt_scene.hpp"

using namespace ssislb;
using namespace ssislb::test;

namespace {

constexpr auto dead = start_sender::earlier_process;

} // namespace

TEST_CASE("a start of a dead process that may still arrive is not denied",
          "[sim][agent][resumed]") {
    // A grace is ten seconds of the server here, the window a minute.
    agent_scene scene(loading_server(), with_window());
    scene.play([&]() -> asio::awaitable<void> {
        co_await scene.connected();
        auto const [error, mark] = co_await scene.remote.async_mark_job("load", as_result);
        scene.world->add_fault(sim::fault::on("sp_start_job").deliver_late(40s));
        auto const [lost, said] = co_await scene.remote.async_start_job(mark.job, as_result);
        REQUIRE(lost == agent_errc::start_in_doubt);
        auto const [why, started] =
            co_await scene.remote.async_confirm_start(mark, dead, as_result);
        CHECK_FALSE(why);
        CHECK(started);
    });
}

TEST_CASE("a start of a dead process is denied once it can arrive no more",
          "[sim][agent][resumed]") {
    doubt_scene scene;
    scene.play([&]() -> asio::awaitable<void> {
        co_await scene.connected();
        auto const mark = co_await scene.started_in_doubt(lost_before_effect());
        bool told = false, started = true;
        scene.remote.async_confirm_start(mark, dead, [&](error_code why, bool answer) {
            CHECK_FALSE(why);
            told = true;
            started = answer;
        });
        auto const looks = [&] { return scene.remote.statistics().status_polls; };
        auto const looked = looks();
        // Twenty looks are more than the grace.
        co_await scene.until([&] { return told || looks() > looked + 20; });
        CHECK_FALSE(told);
        scene.pass(window);
        co_await scene.until([&] { return told || looks() > looked + 30; });
        CHECK_FALSE(told);
        scene.pass(10ms);
        co_await scene.until([&] { return told; });
        CHECK_FALSE(started);
    });
}

TEST_CASE("a clock that was set back does not hold up the answer for an hour",
          "[sim][agent][resumed]") {
    auto options = with_window();
    // Four times this is the window: of the server, and of ours if the server's stands still.
    options.call_timeout = 100ms;
    options.start_window = 400ms;
    doubt_scene scene(loading_server(), options);
    scene.play([&]() -> asio::awaitable<void> {
        co_await scene.connected();
        auto const mark = co_await scene.started_in_doubt(lost_before_effect());
        bool const started = co_await scene.confirmed(mark, dead);
        CHECK_FALSE(started);
    });
}

TEST_CASE("a run that has ended, and another that goes on: ours has its outcome",
          "[sim][agent][resumed]") {
    doubt_scene scene(loading_server(sim::run_end::failed));
    scene.play([&]() -> asio::awaitable<void> {
        co_await scene.connected();
        bool const acknowledged = GENERATE(true, false);
        job_mark mark;
        if (acknowledged)
            mark = co_await scene.started("load");
        else
            mark = co_await scene.started_in_doubt(lost_after_effect());
        scene.pass(5s);
        // History knows whole seconds.
        auto const began = std::chrono::floor<std::chrono::seconds>(
            scene.world->finished_runs().front().start.value());
        scene.pass(2h);
        REQUIRE(scene.world->start_job("load", "bob"));
        scene.pass(1s);
        auto how = wait_options();
        bool told = false;
        how.on_started = [&](server_time at) {
            told = true;
            CHECK(at == began);
        };
        how.in_doubt = !acknowledged;
        if (!acknowledged) {
            bool const started = co_await scene.confirmed(mark, dead);
            CHECK(started);
        }
        auto const [error, run] = co_await scene.waited(mark, how);
        CHECK_FALSE(error);
        CHECK(run.result.job == outcome::failed);
        CHECK(run.result.started < *mark.taken_at + 5s);
        CHECK(told);
    });
    CHECK(scene.world->state("load") == 1);
}

TEST_CASE("a run whose start is known is told from one that began in the window, too",
          "[sim][agent][resumed]") {
    doubt_scene scene(loading_server(sim::run_end::failed));
    scene.play([&]() -> asio::awaitable<void> {
        co_await scene.connected();
        auto const mark = co_await scene.started("load");
        scene.pass(5s);
        wait_options how;
        how.started = scene.world->activity().front().start_execution_date;
        REQUIRE(how.started);
        how.on_started = [](server_time) { FAIL("it is known"); };
        REQUIRE(scene.world->start_job("load", "bob"));
        scene.pass(1s);
        auto const [error, run] = co_await scene.waited(mark, how);
        CHECK_FALSE(error);
        CHECK(run.result.started == how.started);
        CHECK(run.history == scene.world->history().back().instance_id);
    });
}

TEST_CASE("history that is trimmed denies nothing and tells nothing of others",
          "[sim][agent][resumed]") {
    auto spec = loading_server();
    // A run leaves two rows.
    spec.history.per_job = 2;
    doubt_scene scene(std::move(spec));
    scene.run_once_before();
    scene.play([&]() -> asio::awaitable<void> {
        co_await scene.connected();
        auto const mark = co_await scene.started_in_doubt(lost_after_effect());
        scene.pass(5s);
        auto const began = scene.world->activity().front().start_execution_date;
        scene.pass(2h);
        REQUIRE(scene.world->start_job("load", "bob"));
        scene.pass(10s);
        auto const why = co_await scene.not_confirmed(mark, dead);
        CHECK(why == agent_errc::start_in_doubt);
        auto how = doubting();
        auto const [lost, run] = co_await scene.waited(mark, how);
        CHECK(lost == agent_errc::outcome_lost);
        how.started = began;
        auto const [lost_too, known] = co_await scene.waited(mark, how);
        CHECK(lost_too == agent_errc::outcome_lost);
    });
}

TEST_CASE("a run that ended before the Agent restarted, and a schedule's after it",
          "[sim][agent][resumed]") {
    doubt_scene scene(loading_server(sim::run_end::failed));
    scene.run_once_before();
    scene.play([&]() -> asio::awaitable<void> {
        co_await scene.connected();
        bool const arrived = GENERATE(true, false);
        auto const fault = arrived ? lost_after_effect() : lost_before_effect();
        auto const mark = co_await scene.started_in_doubt(fault);
        scene.pass(5s);
        scene.world->restart_agent();
        bool const soon = GENERATE(true, false);
        if (!soon)
            scene.pass(2h);
        REQUIRE(scene.world->start_job_by_schedule("load", 17, "nightly"));
        scene.pass(1s);
        // The window goes on for the living; of the dead nothing comes after it.
        bool const started = co_await scene.confirmed(mark);
        CHECK(started == arrived);
        if (!arrived)
            co_return;
        auto const [error, run] = co_await scene.waited(mark, doubting());
        CHECK_FALSE(error);
        CHECK(run.result.started < *mark.taken_at + 5s);
    });
}

TEST_CASE("a run under which the Agent died is confirmed, and lost", "[sim][agent][resumed]") {
    doubt_scene scene;
    scene.play([&]() -> asio::awaitable<void> {
        co_await scene.connected();
        auto const mark = co_await scene.started_in_doubt(lost_after_effect());
        scene.pass(1s);
        scene.world->restart_agent();
        scene.pass(2h);
        REQUIRE(scene.world->start_job("load", "bob"));
        scene.pass(1s);
        bool const started = co_await scene.confirmed(mark, dead);
        CHECK(started);
        auto const [error, run] = co_await scene.waited(mark, doubting());
        CHECK(error == agent_errc::agent_restarted);
    });
}
