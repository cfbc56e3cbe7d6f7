// How late the end of a run was seen, at most.
#include "agent_scene.hpp"

using namespace ssislb;
using namespace ssislb::test;
using std::chrono::steady_clock;

namespace {

/// One job, which ends when the test says so.
struct watched_job {
    explicit watched_job(sim::instance_spec spec)
        : scene(std::move(spec), quick(), clock) {}

    asio::awaitable<void> start() {
        co_await scene.connected();
        mark = co_await scene.started("load");
    }

    void watch() {
        scene.remote.async_wait_job(mark, {}, [this](error_code error, job_run ended) {
            CHECK_FALSE(error);
            run = std::move(ended);
            over.cancel();
        });
    }

    /// So many more calls of the procedure.
    asio::awaitable<void> calls(std::string const& procedure, std::uint64_t count) {
        auto const wanted = scene.world->traffic().procedures[procedure] + count;
        asio::steady_timer moment(scene.io);
        while (scene.world->traffic().procedures[procedure] < wanted) {
            moment.expires_after(1ms);
            co_await moment.async_wait(as_result);
        }
    }

    void end() { clock->advance(2h); }
    asio::awaitable<void> until_over() { co_await over.async_wait(as_result); }

    std::shared_ptr<sim::manual_clock> clock =
        std::make_shared<sim::manual_clock>(timestamp(std::chrono::sys_days(2026y / 11 / 24)));
    agent_scene scene;
    job_mark mark;
    job_run run;
    asio::steady_timer over{scene.io, steady_clock::time_point::max()};
};

} // namespace

TEST_CASE("the delay of an end is counted from the last status that showed the run",
          "[sim][agent][delay]") {
    bool const hidden = GENERATE(false, true);
    auto spec = server_with({job("load", step(1h))});
    spec.logins.front().sees_activity = !hidden;
    watched_job job(std::move(spec));
    auto shown_after = steady_clock::now();
    job.scene.play([&]() -> asio::awaitable<void> {
        co_await job.start();
        job.clock->advance(10s);
        job.watch();
        std::string const procedure = hidden ? "sp_help_job" : "sp_help_jobactivity";
        co_await job.calls(procedure, 2);
        shown_after = steady_clock::now();
        co_await job.calls(procedure, 3);
        // No answer that shows the end comes sooner than this after the end.
        job.scene.world->add_fault(sim::fault::on(procedure).delay(50ms));
        job.end();
        co_await job.until_over();
    });
    CAPTURE(hidden);
    REQUIRE(job.run.detection_delay);
    CHECK(*job.run.detection_delay >= 50ms);
    CHECK(*job.run.detection_delay <=
          std::chrono::ceil<milliseconds>(steady_clock::now() - shown_after));
}

TEST_CASE("a run that ends before any status shows it has no such bound", "[sim][agent][delay]") {
    watched_job job(server_with({test::job("load", step(1h))}));
    job.scene.play([&]() -> asio::awaitable<void> {
        co_await job.start();
        job.end();
        job.watch();
        co_await job.until_over();
    });
    CHECK(job.run.result.job == outcome::succeeded);
    CHECK_FALSE(job.run.detection_delay);
}
