// A start in doubt, and somebody else who starts the same job.
#include "doubt_scene.hpp"

using namespace ssislb;
using namespace ssislb::test;

TEST_CASE("a mark knows the server's time, not what it was when the line was made",
          "[sim][agent][whose]") {
    doubt_scene scene;
    scene.play([&]() -> asio::awaitable<void> {
        co_await scene.connected();
        scene.pass(3h);
        auto const [error, mark] = co_await scene.remote.async_mark_job("load", as_result);
        CHECK_FALSE(error);
        CHECK(mark.taken_at == scene.world->now());
        auto const [unknown, by_id] = co_await scene.remote.async_mark_job(mark.job, as_result);
        CHECK(by_id.taken_at == scene.world->now());
    });
    CHECK(scene.remote.facts().login == "ssislb");
}

TEST_CASE("a mark of a job whose activity is hidden knows the time, too", "[sim][agent][whose]") {
    auto spec = loading_server();
    spec.logins.front().sees_activity = false;
    doubt_scene scene(std::move(spec));
    scene.play([&]() -> asio::awaitable<void> {
        co_await scene.connected();
        auto const [error, mark] = co_await scene.remote.async_mark_job("load", as_result);
        CHECK_FALSE(mark.session);
        CHECK(mark.taken_at == scene.world->now());
    });
}

TEST_CASE("a start that had its effect is ours to its end", "[sim][agent][whose]") {
    doubt_scene scene;
    scene.play([&]() -> asio::awaitable<void> {
        co_await scene.connected();
        auto const mark = co_await scene.started_in_doubt(lost_after_effect());
        bool const started = co_await scene.confirmed(mark);
        CHECK(started);
        scene.pass(10s);
        auto const [error, run] = co_await scene.waited(mark, doubting());
        CHECK_FALSE(error);
        CHECK(run.result.job == outcome::succeeded);
        CHECK(run.before == mark);
    });
}

TEST_CASE("another login's start in the second of ours, which never arrived, is told at its end",
          "[sim][agent][whose]") {
    // Only history that reaches back to before the mark is whole: else ours may have been trimmed.
    bool const is_whole = GENERATE(true, false);
    doubt_scene scene;
    if (is_whole)
        scene.run_once_before();
    scene.play([&]() -> asio::awaitable<void> {
        co_await scene.connected();
        auto const mark = co_await scene.started_in_doubt(lost_before_effect());
        REQUIRE(scene.world->start_job("load", "bob"));
        bool const started = co_await scene.confirmed(mark);
        CHECK(started);
        scene.pass(window + 1s);
        auto const [error, run] = co_await scene.waited(mark, doubting());
        CHECK(error == (is_whole ? agent_errc::not_our_run : agent_errc::outcome_lost));
    });
    CHECK(scene.world->starts("load") == (is_whole ? 2 : 1));
}

TEST_CASE("a run of somebody else is not told before ours can come no more",
          "[sim][agent][whose]") {
    doubt_scene scene(loading_server(sim::run_end::failed));
    scene.play([&]() -> asio::awaitable<void> {
        co_await scene.connected();
        // Of a process that has died, say: it is still on its way.
        auto const mark =
            co_await scene.started_in_doubt(sim::fault::on("sp_start_job").deliver_late(30s));
        REQUIRE(scene.world->start_job("load", "bob"));
        scene.pass(10s);
        bool const started = co_await scene.confirmed(mark, start_sender::earlier_process);
        CHECK(started);
        bool told = false;
        error_code error;
        job_run run;
        scene.remote.async_wait_job(mark, doubting(), [&](error_code why, job_run ended) {
            told = true;
            error = why;
            run = std::move(ended);
        });
        auto const looked = scene.remote.statistics().history_reads;
        co_await scene.until(
            [&] { return told || scene.remote.statistics().history_reads > looked + 2; });
        CHECK_FALSE(told);
        scene.pass(25s);
        co_await scene.until([&] { return told; });
        CHECK_FALSE(error);
        CHECK(run.result.started > *mark.taken_at + 29s);
    });
    CHECK(scene.world->finished_runs().back().requested_by == "User ssislb");
}

TEST_CASE("a start behind which somebody else started the job again is ours all the same",
          "[sim][agent][whose]") {
    doubt_scene scene(loading_server(sim::run_end::failed));
    scene.play([&]() -> asio::awaitable<void> {
        co_await scene.connected();
        auto const mark = co_await scene.started_in_doubt(lost_after_effect());
        scene.pass(5s);
        // By a schedule in the window, or by a person hours later.
        bool const by_schedule = GENERATE(true, false);
        if (by_schedule)
            REQUIRE(scene.world->start_job_by_schedule("load", 17, "nightly"));
        else {
            scene.pass(2h);
            REQUIRE(scene.world->start_job("load", "bob"));
        }
        bool const started = co_await scene.confirmed(mark);
        CHECK(started);
        scene.pass(10s);
        auto const [error, run] = co_await scene.waited(mark, doubting());
        CHECK_FALSE(error);
        CHECK(run.result.started < *mark.taken_at + 5s);
    });
}

TEST_CASE("a schedule's run is not taken for a start that never arrived", "[sim][agent][whose]") {
    doubt_scene scene;
    scene.play([&]() -> asio::awaitable<void> {
        co_await scene.connected();
        auto const mark = co_await scene.started_in_doubt(lost_before_effect());
        REQUIRE(scene.world->start_job_by_schedule("load", 17, "nightly"));
        auto const ended = GENERATE(0s, 10s);
        scene.pass(ended);
        bool const started = co_await scene.confirmed(mark);
        CHECK_FALSE(started);
        bool const ours = co_await scene.is_ours(mark);
        CHECK_FALSE(ours);
    });
}

TEST_CASE("a start by another login long after ours, which never arrived, is not taken for it",
          "[sim][agent][whose]") {
    doubt_scene scene;
    scene.run_once_before();
    scene.play([&]() -> asio::awaitable<void> {
        co_await scene.connected();
        auto const mark = co_await scene.started_in_doubt(lost_before_effect());
        scene.pass(window + 1s);
        // Our own login's as little: another controller may have it.
        auto const who = GENERATE("bob", "ssislb");
        REQUIRE(scene.world->start_job("load", who));
        auto const ended = GENERATE(0s, 10s);
        scene.pass(ended);
        bool const started = co_await scene.confirmed(mark);
        CHECK_FALSE(started);
        bool const ours = co_await scene.is_ours(mark);
        CHECK_FALSE(ours);
    });
}

TEST_CASE("what somebody has started before the mark keeps it from being made",
          "[sim][agent][whose]") {
    doubt_scene scene;
    REQUIRE(scene.world->start_job("load", "bob"));
    scene.pass(1s);
    scene.play([&]() -> asio::awaitable<void> {
        co_await scene.connected();
        auto const [error, mark] = co_await scene.remote.async_mark_job("load", as_result);
        CHECK(error == agent_errc::job_already_running);
    });
}

TEST_CASE("a request that was pending at the mark and recorded after it is told at its end",
          "[sim][agent][whose]") {
    auto spec = loading_server();
    spec.delays.record = 400ms;
    doubt_scene scene(std::move(spec));
    scene.run_once_before();
    REQUIRE(scene.world->start_job("load", "bob"));
    scene.play([&]() -> asio::awaitable<void> {
        co_await scene.connected();
        // The answer, a refusal, is lost.
        auto const mark = co_await scene.started_in_doubt(lost_after_effect());
        scene.pass(1s);
        bool const started = co_await scene.confirmed(mark);
        CHECK(started);
        scene.pass(window + 1s);
        auto const [error, run] = co_await scene.waited(mark, doubting());
        CHECK(error == agent_errc::not_our_run);
    });
}

TEST_CASE("async_run_job does not give somebody else's run for ours", "[sim][agent][whose]") {
    doubt_scene scene;
    scene.play([&]() -> asio::awaitable<void> {
        co_await scene.connected();
        scene.world->add_fault(lost_before_effect());
        bool told = false;
        error_code error;
        scene.remote.async_run_job("load", [&](error_code why, job_run const&) {
            told = true;
            error = why;
        });
        co_await scene.until([&] { return scene.remote.statistics().starts == 1; });
        REQUIRE(scene.world->start_job("load", "bob"));
        // It ends, and ours can come no more.
        co_await scene.until([&] {
            scene.pass(1s);
            return told;
        });
        CHECK(error == agent_errc::not_our_run);
    });
}

TEST_CASE("a refusal for a request that is our own is recognised", "[sim][agent][whose]") {
    auto const record = GENERATE(0ms, 300ms);
    auto spec = loading_server();
    spec.delays.record = record;
    doubt_scene scene(std::move(spec));
    scene.play([&]() -> asio::awaitable<void> {
        co_await scene.connected();
        auto const earlier =
            co_await scene.started_in_doubt(sim::fault::on("sp_start_job").deliver_late(20s));
        bool const started = co_await scene.confirmed(earlier);
        CHECK_FALSE(started);
        scene.pass(19s);
        auto const [error, later] = co_await scene.remote.async_mark_job("load", as_result);
        CHECK_FALSE(error);
        scene.pass(1s);
        auto const [refused, said] = co_await scene.remote.async_start_job(later.job, as_result);
        CHECK(refused == agent_errc::job_start_pending);
        bool told = false, ours = false;
        scene.remote.async_is_ours(earlier, [&](error_code, bool answer) {
            told = true;
            ours = answer;
        });
        // A request that is not yet recorded is waited for.
        auto const looked = scene.remote.statistics().status_polls;
        co_await scene.until(
            [&] { return told || scene.remote.statistics().status_polls > looked + 1; });
        scene.pass(record);
        co_await scene.until([&] { return told; });
        CHECK(ours);
        scene.pass(10s);
        auto const [lost, run] = co_await scene.waited(earlier, doubting());
        CHECK_FALSE(lost);
        CHECK(run.result.job == outcome::succeeded);
    });
    CHECK(scene.world->starts("load") == 1);
}

TEST_CASE("whose run it is cannot be told where activity is hidden", "[sim][agent][whose]") {
    auto spec = loading_server();
    spec.logins.front().sees_activity = false;
    doubt_scene scene(std::move(spec));
    scene.play([&]() -> asio::awaitable<void> {
        co_await scene.connected();
        auto const mark = co_await scene.started_in_doubt(lost_before_effect());
        auto const [error, ours] = co_await scene.remote.async_is_ours(mark, as_result);
        CHECK(error == agent_errc::start_in_doubt);
        CHECK_FALSE(ours);
    });
}

TEST_CASE("a start whose turn comes too late is not sent", "[sim][agent][whose]") {
    auto options = with_window();
    options.call_timeout = 300ms;
    doubt_scene scene(loading_server(), options);
    scene.play([&]() -> asio::awaitable<void> {
        co_await scene.connected();
        auto const [error, mark] = co_await scene.remote.async_mark_job("load", as_result);
        // Each is in time; both together are not.
        scene.world->add_fault(sim::fault::on("sp_help_job").times(2).delay(200ms));
        int listed = 0;
        for (int i = 0; i < 2; ++i)
            scene.remote.async_jobs([&](error_code failed, std::vector<agent_job> const&) {
                CHECK_FALSE(failed);
                ++listed;
            });
        auto const [late, said] = co_await scene.remote.async_start_job(mark.job, as_result);
        CHECK(late == client_errc::not_connected);
        CHECK(listed == 2);
    });
    CHECK(scene.world->starts("load") == 0);
    CHECK(scene.remote.statistics().starts == 0);
}
