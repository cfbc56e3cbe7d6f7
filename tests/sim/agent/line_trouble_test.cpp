// The connection is lost, before, in and after a start.
#include "agent_scene.hpp"

#include <vector>

using namespace ssislb;
using namespace ssislb::test;

namespace {

struct doubt {
    error_code start;
    error_code confirm;
    bool started = false;
};

doubt start_in_trouble(agent_scene& scene, sim::fault const& fault) {
    doubt result;
    scene.play([&]() -> asio::awaitable<void> {
        co_await scene.connected();
        auto const [error, mark] = co_await scene.remote.async_mark_job("load", as_result);
        REQUIRE_FALSE(error);
        scene.world->add_fault(fault);
        auto const [lost, said] = co_await scene.remote.async_start_job(mark.job, as_result);
        result.start = lost;
        auto const [why, started] =
            co_await scene.remote.async_confirm_start(mark, start_sender::this_process, as_result);
        result.confirm = why;
        result.started = started;
    });
    return result;
}

} // namespace

TEST_CASE("a start whose answer is lost is confirmed", "[sim][agent][line]") {
    agent_scene scene(server_with({job("load")}));
    auto const bytes = GENERATE(0, 1, 20);
    auto const result = start_in_trouble(
        scene, sim::fault::on("sp_start_job").drop_answer_after(static_cast<std::size_t>(bytes)));
    CHECK(result.start == agent_errc::start_in_doubt);
    CHECK(result.start == condition::in_doubt);
    CHECK_FALSE(result.confirm);
    CHECK(result.started);
    CHECK(scene.world->starts("load") == 1);
}

TEST_CASE("a start that never reached the Agent is confirmed not to have happened",
          "[sim][agent][line]") {
    agent_scene scene(server_with({job("load")}));
    auto const result = start_in_trouble(scene, sim::fault::on("sp_start_job").drop_request());
    CHECK(result.start == agent_errc::start_in_doubt);
    CHECK_FALSE(result.confirm);
    CHECK_FALSE(result.started);
    CHECK(scene.world->starts("load") == 0);
}

TEST_CASE("a start whose answer is lost and under which the Agent dies is not started again",
          "[sim][agent][line]") {
    agent_scene scene(server_with({job("load", step(1h))}));
    auto const result =
        start_in_trouble(scene, sim::fault::on("sp_start_job").drop_answer().restart_agent());
    CHECK(result.start == agent_errc::start_in_doubt);
    CHECK(result.started);
}

TEST_CASE("a start between two restarts of the Agent is found in the session that it was made in",
          "[sim][agent][line]") {
    agent_scene scene(server_with({job("load", step(1h))}));
    auto const known = GENERATE(false, true);
    scene.play([&]() -> asio::awaitable<void> {
        co_await scene.connected();
        auto const [error, mark] = co_await scene.remote.async_mark_job("load", as_result);
        REQUIRE_FALSE(error);
        scene.world->restart_agent();
        auto const fault = sim::fault::on("sp_start_job").restart_agent();
        scene.world->add_fault(known ? fault : fault.drop_answer());
        auto const [lost, said] = co_await scene.remote.async_start_job(mark.job, as_result);
        CHECK(lost == (known ? error_code() : error_code(agent_errc::start_in_doubt)));
        auto const [why, started] =
            co_await scene.remote.async_confirm_start(mark, start_sender::this_process, as_result);
        CHECK_FALSE(why);
        CHECK(started);
    });
}

TEST_CASE("a run that began and ended between two restarts of the Agent has its true outcome",
          "[sim][agent][line]") {
    auto const end = GENERATE(sim::run_end::succeeded, sim::run_end::failed);
    agent_scene scene(server_with({job("load", step(1s, end))}));
    scene.play([&]() -> asio::awaitable<void> {
        co_await scene.connected();
        auto const [error, mark] = co_await scene.remote.async_mark_job("load", as_result);
        REQUIRE_FALSE(error);
        scene.world->restart_agent();
        auto const [refused, said] = co_await scene.remote.async_start_job(mark.job, as_result);
        REQUIRE_FALSE(refused);
        asio::steady_timer moment(scene.io);
        while (scene.world->finished_runs().empty()) {
            moment.expires_after(1ms);
            co_await moment.async_wait(as_result);
        }
        scene.world->restart_agent();
        auto const [lost, run] = co_await scene.remote.async_wait_job(mark, {}, as_result);
        CHECK_FALSE(lost);
        CHECK(run.result.job ==
              (end == sim::run_end::failed ? outcome::failed : outcome::succeeded));
    });
}

TEST_CASE("a start whose answer does not come in time is in doubt", "[sim][agent][line]") {
    auto options = quick();
    options.call_timeout = 200ms;
    agent_scene scene(server_with({job("load")}), options);
    auto const result = start_in_trouble(scene, sim::fault::on("sp_start_job").delay(3s));
    CHECK(result.start == agent_errc::start_in_doubt);
    CHECK(result.started);
    CHECK(scene.world->starts("load") == 1);
}

TEST_CASE("a start without a connection is not sent", "[sim][agent][line]") {
    agent_scene scene(server_with({job("load")}));
    scene.play([&]() -> asio::awaitable<void> {
        auto const [error, said] = co_await scene.remote.async_start_job(guid{}, as_result);
        CHECK(error == client_errc::not_connected);
    });
    CHECK(scene.remote.statistics().starts == 0);
}

TEST_CASE("a run goes on over a lost connection, and says so", "[sim][agent][line]") {
    agent_scene scene(server_with({job("load", step(30s))}));
    std::vector<bool> changes;
    scene.remote.on_state_change([&](bool up, error_code, diagnostics const&, bool final) {
        changes.push_back(up);
        CHECK_FALSE(final);
    });
    scene.play([&]() -> asio::awaitable<void> {
        co_await scene.connected();
        scene.world->add_fault(sim::fault::on("sp_help_jobactivity").nth(3).drop_answer());
        auto const [error, run] = co_await scene.remote.async_run_job("load", as_result);
        CHECK_FALSE(error);
        CHECK(run.result.job == outcome::succeeded);
    });
    CHECK(changes == std::vector<bool>{false, true});
    CHECK(scene.remote.statistics().reconnects == 1);
    CHECK(scene.world->starts("load") == 1);
}

TEST_CASE("a server that stays away is given up, and its waits end", "[sim][agent][line]") {
    auto options = quick();
    options.reconnect_for = 100ms;
    agent_scene scene(server_with({job("load", step(1h))}), options);
    bool given_up = false;
    scene.remote.on_state_change(
        [&](bool, error_code, diagnostics const&, bool final) { given_up = given_up || final; });
    scene.play([&]() -> asio::awaitable<void> {
        co_await scene.connected();
        auto const [error, mark] = co_await scene.remote.async_mark_job("load", as_result);
        auto const [refused, said] = co_await scene.remote.async_start_job(mark.job, as_result);
        REQUIRE_FALSE(refused);
        auto const [lost, run] = co_await scene.remote.async_wait_job(
            mark, wait_options([&](server_time) { scene.world->kill_server(); }), as_result);
        CHECK(lost == client_errc::connection_lost);
        auto const [unsure, started] =
            co_await scene.remote.async_confirm_start(mark, start_sender::this_process, as_result);
        CHECK(unsure == client_errc::connection_lost);

        scene.world->revive_server();
        co_await scene.connected();
        auto const [late, later] = co_await scene.remote.async_wait_job(mark, {}, as_result);
        CHECK(late == agent_errc::agent_restarted);
    });
    CHECK(given_up);
}

TEST_CASE("a connection that dies while nobody asks is made again", "[sim][agent][line]") {
    agent_scene scene(server_with({job("load")}));
    scene.play([&]() -> asio::awaitable<void> {
        co_await scene.connected();
        asio::steady_timer up_again(scene.io, asio::steady_timer::time_point::max());
        scene.remote.on_state_change([&](bool up, error_code, diagnostics const&, bool) {
            if (up)
                up_again.cancel();
        });
        scene.world->kill_server();
        scene.world->revive_server();
        scene.server.stop();
        scene.server.start();
        co_await up_again.async_wait(as_result);
        auto const [error, run] = co_await scene.remote.async_run_job("load", as_result);
        CHECK_FALSE(error);
    });
    CHECK(scene.remote.statistics().reconnects >= 1);
}

TEST_CASE("a refused login tells why", "[sim][agent][line]") {
    agent_scene scene(server_with({job("load")}));
    scene.world->add_fault(sim::fault::on_login().always().refuse(18456));
    scene.play([&]() -> asio::awaitable<void> {
        auto const [error, said] = co_await scene.remote.async_connect(as_result);
        CHECK(error == client_errc::login_failed);
        REQUIRE(said.first_error() != nullptr);
        CHECK(said.first_error()->number == 18456);
        scene.world->clear_faults();
        co_await scene.connected();
    });
}

TEST_CASE("a start whose job is gone before it is confirmed stays in doubt", "[sim][agent][line]") {
    agent_scene scene(server_with({job("load"), job("other")}));
    doubt result;
    scene.play([&]() -> asio::awaitable<void> {
        co_await scene.connected();
        auto const [error, mark] = co_await scene.remote.async_mark_job("load", as_result);
        scene.world->add_fault(sim::fault::on("sp_start_job").drop_request());
        auto const [lost, said] = co_await scene.remote.async_start_job(mark.job, as_result);
        CHECK(lost == agent_errc::start_in_doubt);
        scene.world->remove_job("load");
        std::tie(result.confirm, result.started) =
            co_await scene.remote.async_confirm_start(mark, start_sender::this_process, as_result);
    });
    CHECK(result.confirm == agent_errc::start_in_doubt);
    CHECK_FALSE(result.started);
}

TEST_CASE("an error that ends the session leaves a start in doubt", "[sim][agent][line]") {
    agent_scene scene(server_with({job("load")}));
    auto const result = start_in_trouble(scene, sim::fault::on("sp_start_job").refuse(596));
    CHECK(result.start == agent_errc::start_in_doubt);
    CHECK_FALSE(result.started);
}
