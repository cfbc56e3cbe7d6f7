// Who loses interest, and what becomes of the job.
#include "agent_scene.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/error.hpp>

using namespace ssislb;
using namespace ssislb::test;

namespace {

constexpr auto all_types = {asio::cancellation_type::partial, asio::cancellation_type::total,
                            asio::cancellation_type::terminal};

} // namespace

TEST_CASE("canceling a wait leaves the job alone", "[sim][agent][cancel]") {
    auto const type = GENERATE(values(all_types));
    agent_scene scene(server_with({job("load", step(20s))}));
    scene.play([&]() -> asio::awaitable<void> {
        co_await scene.connected();
        auto const [error, mark] = co_await scene.remote.async_mark_job("load", as_result);
        auto const [refused, said] = co_await scene.remote.async_start_job(mark.job, as_result);
        REQUIRE_FALSE(refused);
        asio::cancellation_signal cancel;
        auto const [left, nothing] = co_await scene.remote.async_wait_job(
            mark, wait_options([&](server_time) { cancel.emit(type); }),
            asio::bind_cancellation_slot(cancel.slot(), as_result));
        CHECK(left == asio::error::operation_aborted);
        CHECK(left == condition::canceled);
        // Whoever asks again is told.
        auto const [lost, run] = co_await scene.remote.async_wait_job(mark, {}, as_result);
        CHECK_FALSE(lost);
        CHECK(run.result.job == outcome::succeeded);
    });
}

TEST_CASE("a start that is canceled in the queue is not sent", "[sim][agent][cancel]") {
    auto const type = GENERATE(values(all_types));
    agent_scene scene(server_with({job("load")}));
    scene.play([&]() -> asio::awaitable<void> {
        co_await scene.connected();
        auto const id = co_await scene.id_of("load");
        scene.world->add_fault(sim::fault::on("sp_help_job").delay(50ms));
        bool listed = false;
        asio::steady_timer both(scene.io, asio::steady_timer::time_point::max());
        scene.remote.async_jobs([&](error_code, std::vector<agent_job> const&) {
            listed = true;
            both.cancel();
        });
        asio::cancellation_signal cancel;
        asio::post(scene.io, [&] { asio::post(scene.io, [&] { cancel.emit(type); }); });
        auto const [error, said] = co_await scene.remote.async_start_job(
            id, asio::bind_cancellation_slot(cancel.slot(), as_result));
        CHECK(error == asio::error::operation_aborted);
        if (!listed)
            co_await both.async_wait(as_result);
    });
    CHECK(scene.world->starts("load") == 0);
    CHECK(scene.remote.statistics().starts == 0);
}

TEST_CASE("a start that was sent is in doubt when it is left", "[sim][agent][cancel]") {
    agent_scene scene(server_with({job("load")}));
    auto const gentle = GENERATE(asio::cancellation_type::partial, asio::cancellation_type::total);
    scene.play([&]() -> asio::awaitable<void> {
        co_await scene.connected();
        auto const [error, mark] = co_await scene.remote.async_mark_job("load", as_result);
        scene.world->add_fault(sim::fault::on("sp_start_job").delay(100ms));
        asio::cancellation_signal cancel;
        asio::steady_timer later(scene.io, 20ms);
        later.async_wait([&](error_code) {
            cancel.emit(gentle);
            cancel.emit(asio::cancellation_type::terminal);
        });
        auto const [left, said] = co_await scene.remote.async_start_job(
            mark.job, asio::bind_cancellation_slot(cancel.slot(), as_result));
        CHECK(left == agent_errc::start_in_doubt);
        auto const [unsure, started] =
            co_await scene.remote.async_confirm_start(mark, start_sender::this_process, as_result);
        CHECK_FALSE(unsure);
        CHECK(started);
    });
}

TEST_CASE("a gentle cancellation comes too late for a start that was sent",
          "[sim][agent][cancel]") {
    agent_scene scene(server_with({job("load")}));
    auto const gentle = GENERATE(asio::cancellation_type::partial, asio::cancellation_type::total);
    scene.play([&]() -> asio::awaitable<void> {
        co_await scene.connected();
        auto const id = co_await scene.id_of("load");
        scene.world->add_fault(sim::fault::on("sp_start_job").delay(100ms));
        asio::cancellation_signal cancel;
        asio::steady_timer later(scene.io, 20ms);
        later.async_wait([&](error_code) { cancel.emit(gentle); });
        auto const [error, said] = co_await scene.remote.async_start_job(
            id, asio::bind_cancellation_slot(cancel.slot(), as_result));
        CHECK_FALSE(error);
    });
    CHECK(scene.world->starts("load") == 1);
}

TEST_CASE("closing ends every operation", "[sim][agent][cancel]") {
    agent_scene scene(server_with({job("load", step(1h))}));
    scene.play([&]() -> asio::awaitable<void> {
        co_await scene.connected();
        asio::steady_timer later(scene.io, 50ms);
        later.async_wait([&](error_code) { scene.remote.close(); });
        auto const [error, run] = co_await scene.remote.async_run_job("load", as_result);
        CHECK(error == asio::error::operation_aborted);
        auto const [late, jobs] = co_await scene.remote.async_jobs(as_result);
        CHECK(late == asio::error::operation_aborted);
        auto const [again, said] = co_await scene.remote.async_connect(as_result);
        CHECK(again == asio::error::operation_aborted);
    });
}

TEST_CASE("destroying the object ends every operation", "[sim][agent][cancel]") {
    agent_scene scene(server_with({job("load", step(1h))}));
    auto passing = std::make_unique<remote_server>(scene.controller());
    scene.play([&]() -> asio::awaitable<void> {
        co_await scene.connected(*passing);
        asio::steady_timer later(scene.io, 50ms);
        later.async_wait([&](error_code) { passing.reset(); });
        auto const [error, run] = co_await passing->async_run_job("load", as_result);
        CHECK(error == asio::error::operation_aborted);
    });
}

TEST_CASE("the context may be destroyed under a wait", "[sim][agent][cancel]") {
    agent_scene scene(server_with({job("load", step(1h))}));
    scene.play([&]() -> asio::awaitable<void> {
        co_await scene.connected();
        scene.remote.async_run_job("load", [](error_code, job_run const&) { FAIL("called"); });
    });
    scene.io.restart();
    scene.io.run_for(30ms);
    SUCCEED("destroyed without a call");
}
