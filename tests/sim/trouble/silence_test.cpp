// Peers that say nothing, or too little: black holes, silent ports, dead lines, dripping answers.
#include "../tds/useless_port.hpp"
#include "black_hole.hpp"
#include "relayed_scene.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/detached.hpp>

using namespace ssislb;
using namespace ssislb::test;

namespace {

/// A deadline that passes soon: no test waits longer, and none needs it to be long enough.
constexpr milliseconds soon = 100ms;

supervision_options impatient() {
    auto options = patient();
    options.call_timeout = soon;
    options.connect_timeout = soon;
    return options;
}

/// Connects to a port where nobody answers, in each way that such a try can end. A login that was
/// given up keeps its thread until `let_go`.
template <class LetGo>
void try_in_vain(std::uint16_t port, LetGo let_go) {
    agent_scene scene(server_with({}));
    auto options = patient();
    error_code told;
    SECTION("the deadline ends it") {
        options.connect_timeout = soon;
        auto remote = scene.controller(options, port);
        scene.play([&]() -> asio::awaitable<void> {
            std::tie(told, std::ignore) = co_await remote.async_connect(as_result);
            // The object is as good as new.
            auto const [again, said] = co_await remote.async_connect(as_result);
            CHECK(again == client_errc::timed_out);
        });
        CHECK(told == client_errc::timed_out);
    }
    SECTION("a cancellation ends it") {
        auto remote = scene.controller(options, port);
        asio::cancellation_signal stop;
        scene.play([&]() -> asio::awaitable<void> {
            asio::steady_timer later(scene.io, 5ms);
            later.async_wait([&](error_code) { stop.emit(asio::cancellation_type::total); });
            std::tie(told, std::ignore) =
                co_await remote.async_connect(asio::bind_cancellation_slot(stop.slot(), as_result));
        });
        CHECK(told == asio::error::operation_aborted);
    }
    SECTION("close ends it") {
        auto remote = scene.controller(options, port);
        scene.play([&]() -> asio::awaitable<void> {
            asio::steady_timer later(scene.io, 5ms);
            later.async_wait([&](error_code) { remote.close(); });
            std::tie(told, std::ignore) = co_await remote.async_connect(as_result);
        });
        CHECK(told == asio::error::operation_aborted);
    }
    let_go();
}

/// Connects both controllers. A busy machine may need more than one try within the short deadline.
asio::awaitable<void> connect(relayed_scene& scene) {
    co_await scene.connected();
    error_code error = client_errc::timed_out;
    while (error)
        std::tie(error, std::ignore) = co_await scene.far.async_connect(as_result);
    scene.note_up();
}

/// Starts a job over the good line, which has no short deadline, and returns its mark.
asio::awaitable<job_mark> started(relayed_scene& scene, std::string name) {
    auto const [error, mark] = co_await scene.remote.async_mark_job(std::move(name), as_result);
    REQUIRE_FALSE(error);
    auto const [refused, said] = co_await scene.remote.async_start_job(mark.job, as_result);
    REQUIRE_FALSE(refused);
    co_return mark;
}

} // namespace

TEST_CASE("a connection into a black hole is given up", "[trouble][silence]") {
    black_hole const nowhere;
    try_in_vain(nowhere.port(), [] {});
}

TEST_CASE("a connection to a silent port is given up", "[trouble][silence]") {
    silent_port mute;
    try_in_vain(mute.number(), [&] { mute.hang_up(); });
}

TEST_CASE("a peer that vanishes under a wait is found again, and the true outcome with it",
          "[trouble][silence]") {
    auto const end = GENERATE(sim::run_end::succeeded, sim::run_end::failed);
    relayed_scene scene(server_with({job("load", step(4s, end))}), impatient());
    scene.play([&]() -> asio::awaitable<void> {
        co_await connect(scene);
        auto const mark = co_await started(scene, "load");
        scene.relay.vanish();
        auto const lines = scene.relay.lines();
        asio::co_spawn(
            scene.io,
            [&]() -> asio::awaitable<void> {
                // The job ends while nobody can see it.
                co_await scene.until_ended(1);
                co_await scene.until([&] { return scene.relay.lines() > lines; });
                scene.relay.come_back();
            },
            asio::detached);
        auto const [error, run] = co_await scene.far.async_wait_job(mark, {}, as_result);
        CHECK_FALSE(error);
        CHECK(run.result.job ==
              (end == sim::run_end::failed ? outcome::failed : outcome::succeeded));
        CHECK(run.evidence == outcome_evidence::history);
    });
    CHECK(scene.far.statistics().reconnects >= 1);
    CHECK(scene.world->starts("load") == 1);
}

TEST_CASE("a peer that vanishes under a long poll is missed when the server's wait is over",
          "[trouble][silence]") {
    auto options = impatient();
    options.poll_interval.reset();
    options.poll_least = 2ms;
    options.read_msdb_tables = true;
    options.long_poll = soon;
    auto spec = server_with({job("load", step(80s))});
    spec.logins.front().reads_msdb = true;
    relayed_scene scene(std::move(spec), options);
    scene.play([&]() -> asio::awaitable<void> {
        co_await connect(scene);
        auto const mark = co_await started(scene, "load");
        auto const begun = scene.world->traffic().batches;
        asio::co_spawn(
            scene.io,
            [&]() -> asio::awaitable<void> {
                // The first one is answered at once.
                co_await scene.until([&] { return scene.world->traffic().batches >= begun + 2; });
                scene.relay.vanish();
                co_await scene.until_down();
                scene.relay.come_back();
            },
            asio::detached);
        auto const [error, run] = co_await scene.far.async_wait_job(mark, {}, as_result);
        CHECK_FALSE(error);
        CHECK(run.result.job == outcome::succeeded);
    });
    CHECK(scene.far.statistics().reconnects >= 1);
    CHECK(scene.world->starts("load") == 1);
}

TEST_CASE("a peer that vanishes under a start leaves a doubt that is cleared up",
          "[trouble][silence]") {
    auto const which = GENERATE(direction::requests, direction::answers);
    bool const arrived = which == direction::answers;
    relayed_scene scene(server_with({job("load")}), impatient());
    scene.play([&]() -> asio::awaitable<void> {
        co_await connect(scene);
        auto const [error, mark] = co_await scene.remote.async_mark_job("load", as_result);
        REQUIRE_FALSE(error);
        scene.relay.cut_after(which, 0, line_end::silent);
        auto const [lost, said] = co_await scene.far.async_start_job(mark.job, as_result);
        CHECK(lost == agent_errc::start_in_doubt);
        auto const [unproved, started] =
            co_await scene.far.async_confirm_start(mark, start_sender::this_process, as_result);
        CHECK_FALSE(unproved);
        CHECK(started == arrived);
    });
    CHECK(scene.world->starts("load") == (arrived ? 1U : 0U));
}

TEST_CASE("a peer that has vanished while nobody asked is missed by the next call",
          "[trouble][silence]") {
    relayed_scene scene(server_with({job("load")}), impatient());
    scene.play([&]() -> asio::awaitable<void> {
        co_await connect(scene);
        scene.relay.vanish();
        auto const [error, none] = co_await scene.far.async_jobs(as_result);
        CHECK(error == client_errc::timed_out);
        CHECK_FALSE(scene.is_up());
        auto const [down, nothing] = co_await scene.far.async_jobs(as_result);
        CHECK(down == client_errc::not_connected);
        scene.relay.come_back();
        error_code again = client_errc::timed_out;
        std::vector<agent_job> jobs;
        while (again) {
            co_await scene.until_up();
            std::tie(again, jobs) = co_await scene.far.async_jobs(as_result);
        }
        CHECK(jobs.size() == 1);
    });
}

TEST_CASE("a peer that has vanished for good is given up, and who waits is told",
          "[trouble][silence]") {
    auto options = impatient();
    options.reconnect_for = 3 * soon;
    relayed_scene scene(server_with({job("load", step(24h))}), options);
    scene.play([&]() -> asio::awaitable<void> {
        co_await connect(scene);
        auto const mark = co_await started(scene, "load");
        scene.relay.vanish();
        auto const [lost, run] = co_await scene.far.async_wait_job(mark, {}, as_result);
        CHECK(lost == client_errc::connection_lost);
        co_await scene.until_given_up();
        auto const [unsure, yes] =
            co_await scene.far.async_confirm_start(mark, start_sender::this_process, as_result);
        CHECK(unsure == client_errc::connection_lost);
    });
    CHECK(scene.world->running() == 1);
}

TEST_CASE("answers that come a byte at a time are the same answers", "[trouble][silence]") {
    relayed_scene scene(server_with({job("load", step(2s, sim::run_end::failed))}));
    scene.relay.drip(0ms);
    scene.play([&]() -> asio::awaitable<void> {
        co_await scene.connect();
        auto const [error, run] = co_await scene.far.async_run_job("load", as_result);
        CHECK_FALSE(error);
        CHECK(run.result.job == outcome::failed);
        auto const [unread, rows] = co_await scene.far.async_job_history(run.before.job, as_result);
        CHECK_FALSE(unread);
        CHECK(rows.size() == 2);
    });
    CHECK(scene.far.statistics().reconnects == 0);
    CHECK(scene.world->starts("load") == 1);
}

TEST_CASE("answers that drip do not stretch a deadline", "[trouble][silence]") {
    relayed_scene scene(server_with({job("load")}), impatient());
    scene.play([&]() -> asio::awaitable<void> {
        co_await connect(scene);
        // At least a hundred bytes: ten deadlines.
        scene.relay.drip(10ms);
        auto const [error, none] = co_await scene.far.async_jobs(as_result);
        CHECK(error == client_errc::timed_out);
        auto const before = scene.relay.passed(direction::answers);
        // A login that drips is no better.
        co_await scene.until([&] { return scene.relay.passed(direction::answers) > before + 20; });
        CHECK_FALSE(scene.is_up());
        scene.relay.drip(0ms);
        co_await scene.until_up();
    });
}
