// How long a run takes is asked for where nothing is known, once a job.
#include "agent_scene.hpp"

using namespace ssislb;
using namespace ssislb::test;

namespace {

/// A poll costs so much that any run is polled as seldom as may be.
supervision_options slow_from_the_start() {
    auto options = quick();
    options.poll_interval.reset();
    options.poll_least = 1ms;
    options.poll_most = 5ms;
    options.poll_cost = 1;
    return options;
}

/// A run of "load" that goes on until the test ends it. That of "other" before it makes history, so
/// that marks are made without reading it.
struct long_run {
    explicit long_run(supervision_options options)
        : scene(server_with({job("load", step(1h)), job("other", step(10s))}), options, clock) {}

    void past_run(std::string const& name) {
        REQUIRE(scene.world->start_job(name));
        clock->advance(2h);
        REQUIRE(scene.world->state(name) == job_state::idle);
    }

    asio::awaitable<void> begin(wait_options how = {}) {
        past_run("other");
        co_await scene.connected();
        auto const mark = co_await scene.started("load");
        clock->advance(10s);
        reads_before = scene.remote.statistics().history_reads;
        scene.remote.async_wait_job(mark, std::move(how), [this](error_code error, job_run const&) {
            CHECK_FALSE(error);
            over.cancel();
        });
    }

    asio::awaitable<void> polls(std::uint64_t count) {
        auto const wanted = scene.remote.statistics().status_polls + count;
        asio::steady_timer moment(scene.io);
        while (scene.remote.statistics().status_polls < wanted) {
            moment.expires_after(1ms);
            co_await moment.async_wait(as_result);
        }
    }

    asio::awaitable<void> end() {
        clock->advance(2h);
        co_await over.async_wait(as_result);
    }

    [[nodiscard]] std::uint64_t history_reads() const {
        return scene.remote.statistics().history_reads - reads_before;
    }

    std::shared_ptr<sim::manual_clock> clock =
        std::make_shared<sim::manual_clock>(timestamp(std::chrono::sys_days(2026y / 11 / 24)));
    agent_scene scene;
    std::uint64_t reads_before = 0;
    asio::steady_timer over{scene.io, asio::steady_timer::time_point::max()};
};

} // namespace

TEST_CASE("a long run of unknown length costs one history read, whatever it tells",
          "[sim][agent][length]") {
    bool const has_run_before = GENERATE(true, false);
    long_run run(slow_from_the_start());
    if (has_run_before)
        run.past_run("load");
    run.scene.play([&]() -> asio::awaitable<void> {
        co_await run.begin();
        co_await run.polls(20);
        CHECK(run.history_reads() == 1);
        co_await run.end();
        // The second one is that of its end.
        CHECK(run.history_reads() == 2);
    });
}

TEST_CASE("no history is read for a run whose length is expected, or at a fixed poll",
          "[sim][agent][length]") {
    bool const is_fixed = GENERATE(true, false);
    auto options = slow_from_the_start();
    if (is_fixed)
        options.poll_interval = 1ms;
    long_run run(options);
    run.past_run("load");
    run.scene.play([&]() -> asio::awaitable<void> {
        co_await run.begin(is_fixed ? wait_options() : wait_options({}, 1h));
        co_await run.polls(20);
        CHECK(run.history_reads() == 0);
        co_await run.end();
        CHECK(run.history_reads() == 1);
    });
}

TEST_CASE("two runs of a job have its history asked for once", "[sim][agent][length]") {
    long_run run(slow_from_the_start());
    run.scene.play([&]() -> asio::awaitable<void> {
        co_await run.begin();
        co_await run.polls(5);
        CHECK(run.history_reads() == 1);
        run.scene.world->end_job("load", sim::run_end::failed);
        co_await run.end();
        CHECK(run.history_reads() == 2);
        // One that failed tells nothing of the length, and yet nobody asks again.
        auto const mark = co_await run.scene.started("load");
        run.clock->advance(10s);
        asio::steady_timer second(run.scene.io, asio::steady_timer::time_point::max());
        run.scene.remote.async_wait_job(mark, {},
                                        [&](error_code, job_run const&) { second.cancel(); });
        co_await run.polls(20);
        CHECK(run.history_reads() == 2);
        run.clock->advance(2h);
        co_await second.async_wait(as_result);
        CHECK(run.history_reads() == 3);
    });
}
