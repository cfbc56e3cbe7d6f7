// A poll that the server answers when there is something new, and who does not wait for it.
#include "long_poll_scene.hpp"

#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/error.hpp>

using namespace ssislb;
using namespace ssislb::test;

TEST_CASE("a long run is waited for with a handful of statements", "[sim][agent][long_poll]") {
    long_poll_scene scene(readable_server({job("load", step(200s))}));
    scene.play([&]() -> asio::awaitable<void> {
        co_await scene.connected();
        auto const mark = co_await scene.started("load");
        auto const before = scene.remote.statistics();
        auto const [lost, run] = co_await scene.remote.async_wait_job(mark, {}, as_result);
        CHECK_FALSE(lost);
        CHECK(run.result.job == outcome::succeeded);
        auto const after = scene.remote.statistics();
        // How things are, that it has begun, that it has ended; one more where a look at the
        // history came between.
        CHECK(after.status_polls - before.status_polls <= 4);
        CHECK(after.statements - before.statements <= 5);
    });
    auto const spent = scene.remote.statistics();
    auto const seen = scene.world->traffic();
    CHECK(spent.statements == seen.calls + seen.batches);
}

TEST_CASE("whoever has something to ask does not wait for the long poll",
          "[sim][agent][long_poll]") {
    long_poll_scene scene(readable_server({job("load", step(24h)), job("other", step(2s))}));
    scene.play([&]() -> asio::awaitable<void> {
        wait_end end;
        co_await scene.connected();
        auto const mark = co_await scene.watched("load", end);
        SECTION("a start, and the wait for its run") {
            auto const [lost, run] = co_await scene.remote.async_run_job("other", as_result);
            CHECK_FALSE(lost);
            CHECK(run.result.job == outcome::succeeded);
        }
        SECTION("a history read") {
            auto const [error, rows] = co_await scene.remote.async_job_history(mark.job, as_result);
            CHECK_FALSE(error);
        }
        SECTION("a fresh status") {
            auto const [error, seen] = co_await scene.remote.async_job_activity(as_result);
            CHECK_FALSE(error);
            CHECK(seen.size() == 2);
        }
        CHECK_FALSE(end.told);
        auto const [refused, said] = co_await scene.remote.async_stop_job(mark.job, as_result);
        CHECK_FALSE(refused);
        co_await scene.until_told(end);
        CHECK_FALSE(end.error);
        CHECK(end.run.result.job == outcome::canceled);
    });
    CHECK(scene.kept_its_line());
}

TEST_CASE("a long poll that was called off misses nothing", "[sim][agent][long_poll]") {
    long_poll_scene scene(readable_server({job("load", step(24h)), job("other")}));
    scene.play([&]() -> asio::awaitable<void> {
        co_await scene.connected();
        for (int round = 0; round < 20; ++round) {
            wait_end end;
            co_await scene.watched("load", end);
            // The end and somebody's question come in the same moment, in either order.
            if (round % 2 == 0)
                scene.world->stop_job("load");
            auto const [error, listed] = co_await scene.remote.async_jobs(as_result);
            CHECK_FALSE(error);
            if (round % 2 != 0)
                scene.world->stop_job("load");
            co_await scene.until_told(end);
            CHECK_FALSE(end.error);
            CHECK(end.run.result.job == outcome::canceled);
        }
    });
    CHECK(scene.kept_its_line());
}

TEST_CASE("an encrypted line survives that its long polls are called off",
          "[sim][agent][long_poll]") {
    agent_scene scene(readable_server({job("load", step(24h)), job("other", step(1s))}));
    sim::listen_options how;
    how.encryption = sim::encryption_mode::full;
    sim::simulated_server encrypting(scene.io.get_executor(), scene.world, how);
    encrypting.start();
    auto remote =
        scene.controller(leaving_it_to_the_server(), encrypting.port(), tds::encryption::require);
    scene.play([&]() -> asio::awaitable<void> {
        co_await scene.connected();
        co_await scene.connected(remote);
        auto const mark = co_await scene.started("load");
        remote.async_wait_job(mark, {}, [](error_code, job_run const&) {});
        for (int round = 0; round < 30; ++round) {
            auto const [lost, run] = co_await remote.async_run_job("other", as_result);
            CHECK_FALSE(lost);
            CHECK(run.result.job == outcome::succeeded);
        }
    });
    CHECK(remote.statistics().reconnects == 0);
    CHECK(scene.world->starts("other") == 30);
}

TEST_CASE("a job that is waited for later is waited for as well", "[sim][agent][long_poll]") {
    long_poll_scene scene(readable_server({job("load", step(24h)), job("late", step(40s))}));
    scene.play([&]() -> asio::awaitable<void> {
        wait_end first;
        wait_end second;
        co_await scene.connected();
        auto const late = co_await scene.started("late");
        co_await scene.watched("load", first);
        scene.remote.async_wait_job(late, {}, [&](error_code error, job_run run) {
            second = {true, error, std::move(run)};
        });
        co_await scene.until_told(second);
        CHECK_FALSE(second.error);
        CHECK(second.run.result.job == outcome::succeeded);
        CHECK_FALSE(first.told);
        scene.world->stop_job("load");
        co_await scene.until_told(first);
        CHECK(first.run.result.job == outcome::canceled);
    });
    CHECK(scene.kept_its_line());
}

TEST_CASE("the server's wait is no silence that the deadline of a call would end",
          "[sim][agent][long_poll]") {
    auto options = leaving_it_to_the_server();
    options.call_timeout = 1s;
    long_poll_scene scene(readable_server({job("load", step(300s))}), options);
    scene.play([&]() -> asio::awaitable<void> {
        co_await scene.connected();
        auto const [lost, run] = co_await scene.remote.async_run_job("load", as_result);
        CHECK_FALSE(lost);
        CHECK(run.result.job == outcome::succeeded);
    });
    CHECK(scene.kept_its_line());
}

TEST_CASE("a wait that runs out is followed by the next", "[sim][agent][long_poll]") {
    auto options = leaving_it_to_the_server();
    options.long_poll = 10s;
    long_poll_scene scene(readable_server({job("load", step(200s))}), options);
    scene.play([&]() -> asio::awaitable<void> {
        wait_end end;
        co_await scene.connected();
        co_await scene.watched("load", end);
        co_await scene.until_told(end);
        CHECK(end.run.result.job == outcome::succeeded);
    });
    CHECK(scene.kept_its_line());
}

TEST_CASE("who leaves does not wait for the server", "[sim][agent][long_poll]") {
    long_poll_scene scene(readable_server({job("load", step(24h))}));
    wait_end end;
    SECTION("by close") {
        scene.play([&]() -> asio::awaitable<void> {
            co_await scene.connected();
            co_await scene.watched("load", end);
            scene.remote.close();
            co_await scene.until_told(end);
        });
        CHECK(end.error == asio::error::operation_aborted);
    }
    SECTION("by destroying the object") {
        auto mine = std::make_unique<remote_server>(std::move(scene.remote));
        scene.remote = scene.controller(leaving_it_to_the_server());
        std::swap(*mine, scene.remote);
        scene.play([&]() -> asio::awaitable<void> {
            co_await scene.connected();
            co_await scene.watched("load", end);
            std::swap(*mine, scene.remote);
            mine.reset();
            co_await scene.until_told(end);
        });
        CHECK(end.error == asio::error::operation_aborted);
    }
    SECTION("by canceling the only wait") {
        asio::cancellation_signal cancel;
        scene.play([&]() -> asio::awaitable<void> {
            co_await scene.connected();
            co_await scene.watched("load", end, cancel.slot());
            cancel.emit(asio::cancellation_type::total);
            co_await scene.until_told(end);
            // The line is free, and nobody is asked any more.
            auto const before = scene.batches();
            for (int call = 0; call < 20; ++call) {
                auto const [error, listed] = co_await scene.remote.async_jobs(as_result);
                CHECK_FALSE(error);
            }
            CHECK(scene.batches() == before);
        });
        CHECK(end.error == asio::error::operation_aborted);
        CHECK(scene.kept_its_line());
    }
    SECTION("by ending the execution context") {
        scene.play([&]() -> asio::awaitable<void> {
            co_await scene.connected();
            co_await scene.watched("load", end);
        });
        CHECK_FALSE(end.told);
    }
}

TEST_CASE("a server that refuses a long poll is asked by other polls", "[sim][agent][long_poll]") {
    long_poll_scene scene(readable_server({job("load", step(20s))}));
    auto const number = GENERATE(229, 9002);
    scene.world->add_fault(sim::fault::on("sp_executesql").always().refuse(number));
    scene.play([&]() -> asio::awaitable<void> {
        co_await scene.connected();
        auto const [lost, run] = co_await scene.remote.async_run_job("load", as_result);
        CHECK_FALSE(lost);
        CHECK(run.result.job == outcome::succeeded);
    });
    CHECK(scene.world->traffic().procedures.at("sp_executesql") == 1);
    CHECK(scene.kept_its_line());
}

TEST_CASE("a deadlock in passing is no refusal", "[sim][agent][long_poll]") {
    long_poll_scene scene(readable_server({job("load", step(20s))}));
    scene.world->add_fault(sim::fault::on("sp_executesql").refuse(1205));
    scene.play([&]() -> asio::awaitable<void> {
        co_await scene.connected();
        auto const [lost, run] = co_await scene.remote.async_run_job("load", as_result);
        CHECK_FALSE(lost);
        CHECK(run.result.job == outcome::succeeded);
    });
    CHECK(scene.world->traffic().procedures.at("sp_executesql") > 1);
}

TEST_CASE("a long poll is for who may read the tables, wants it, and polls in no fixed time",
          "[sim][agent][long_poll]") {
    auto options = leaving_it_to_the_server();
    auto spec = readable_server({job("load", step(20s))});
    SECTION("the login may not") {
        spec.logins.front().reads_msdb = false;
    }
    SECTION("the tables are to be left alone") {
        options.read_msdb_tables = false;
    }
    SECTION("the interval is fixed") {
        options.poll_interval = 10ms;
    }
    long_poll_scene scene(std::move(spec), options);
    scene.play([&]() -> asio::awaitable<void> {
        co_await scene.connected();
        auto const before = scene.batches();
        auto const [lost, run] = co_await scene.remote.async_run_job("load", as_result);
        CHECK_FALSE(lost);
        CHECK(run.result.job == outcome::succeeded);
        // The mark's alone, which asks for the time, too.
        CHECK(scene.batches() == before + 1);
    });
}

TEST_CASE("an Agent that restarts ends the server's wait", "[sim][agent][long_poll]") {
    long_poll_scene scene(readable_server({job("load", step(24h))}));
    scene.play([&]() -> asio::awaitable<void> {
        wait_end end;
        co_await scene.connected();
        co_await scene.watched("load", end);
        scene.world->restart_agent();
        co_await scene.until_told(end);
        CHECK(end.error == agent_errc::agent_restarted);
    });
}

TEST_CASE("an Agent that stays down is found out between two waits of the server",
          "[sim][agent][long_poll]") {
    auto options = leaving_it_to_the_server();
    options.long_poll = 10s;
    options.reconnect_for = 200ms;
    long_poll_scene scene(readable_server({job("load", step(24h))}), options);
    scene.play([&]() -> asio::awaitable<void> {
        wait_end end;
        co_await scene.connected();
        co_await scene.watched("load", end);
        scene.world->kill_agent();
        co_await scene.until_told(end);
        CHECK(end.error == agent_errc::agent_not_running);
    });
}
