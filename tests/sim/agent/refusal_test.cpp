// Starts and stops that the server refuses.
#include "agent_scene.hpp"

using namespace ssislb;
using namespace ssislb::test;

namespace {

/// What becomes of a start by id; the world is disturbed after the id is known.
template <class Disturb>
error_code start_after(agent_scene& scene, Disturb&& disturb) {
    error_code refused;
    scene.play([&]() -> asio::awaitable<void> {
        co_await scene.connected();
        auto const id = co_await scene.id_of("load");
        disturb();
        auto const [error, said] = co_await scene.remote.async_start_job(id, as_result);
        refused = error;
    });
    return refused;
}

} // namespace

TEST_CASE("a job that somebody else runs is busy", "[sim][agent][refusal]") {
    agent_scene scene(server_with({job("load", step(1h))}));
    CHECK(start_after(scene, [&] {
              REQUIRE(scene.world->start_job("load"));
              while (scene.world->state("load") != job_state::executing)
                  continue;
          }) == agent_errc::job_already_running);
    scene.play([&]() -> asio::awaitable<void> {
        auto const [error, run] = co_await scene.remote.async_run_job("load", as_result);
        CHECK(error == agent_errc::job_already_running);
    });
    CHECK(scene.world->starts("load") == 1);
}

TEST_CASE("a job that somebody else has asked for is pending", "[sim][agent][refusal]") {
    auto spec = server_with({job("load")});
    spec.delays.pickup = 1h;
    agent_scene scene(std::move(spec));
    CHECK(start_after(scene, [&] { REQUIRE(scene.world->start_job("load")); }) ==
          agent_errc::job_start_pending);
}

TEST_CASE("a server that speaks another language is understood by its state",
          "[sim][agent][refusal]") {
    agent_scene scene(server_with({job("load", step(1h))}));
    CHECK(start_after(scene, [&] {
              REQUIRE(scene.world->start_job("load"));
              while (scene.world->state("load") != job_state::executing)
                  continue;
              scene.world->add_fault(
                  sim::fault::on("sp_start_job").refuse(22022, "Anforderung abgelehnt."));
          }) == agent_errc::job_already_running);
}

TEST_CASE("a job that is gone is not found", "[sim][agent][refusal]") {
    agent_scene scene(server_with({job("load")}));
    CHECK(start_after(scene, [&] { scene.world->remove_job("load"); }) ==
          agent_errc::job_not_found);
    scene.play([&]() -> asio::awaitable<void> {
        auto const [by_name, mark] = co_await scene.remote.async_mark_job("load", as_result);
        CHECK(by_name == agent_errc::job_not_found);
        auto const [by_id, mark2] = co_await scene.remote.async_mark_job(guid{}, as_result);
        CHECK(by_id == agent_errc::job_not_found);
    });
}

TEST_CASE("a job whose name exists twice is ambiguous by name", "[sim][agent][refusal]") {
    agent_scene scene(server_with({job("load")}));
    scene.world->add_job(job("load"));
    scene.play([&]() -> asio::awaitable<void> {
        co_await scene.connected();
        auto const [error, mark] = co_await scene.remote.async_mark_job("load", as_result);
        CHECK(error == agent_errc::job_ambiguous);
    });
}

TEST_CASE("a job without a target server is not targeted", "[sim][agent][refusal]") {
    auto spec = job("load");
    spec.targeted = false;
    agent_scene scene(server_with({spec}));
    CHECK(start_after(scene, [] {}) == agent_errc::job_not_targeted);
}

TEST_CASE("a suspended job is told from a busy one", "[sim][agent][refusal]") {
    agent_scene scene(server_with({job("load")}));
    CHECK(start_after(scene, [&] { scene.world->suspend_job("load", true); }) ==
          agent_errc::job_suspended);
}

TEST_CASE("a login that may only read is denied by number", "[sim][agent][refusal]") {
    auto spec = server_with({job("load")});
    spec.logins.front().role = sim::agent_role::sql_agent_reader;
    agent_scene scene(std::move(spec));
    auto const refused = start_after(scene, [] {});
    CHECK(refused == sql_server_errc::not_job_owner);
    CHECK(refused == condition::permission_denied);
    CHECK(scene.world->starts("load") == 0);
}

TEST_CASE("an Agent that does not run is told from a busy job", "[sim][agent][refusal]") {
    agent_scene scene(server_with({job("load", step(1h))}));
    SECTION("when it was ended in good order") {
        CHECK(start_after(scene, [&] { scene.world->stop_agent(); }) ==
              agent_errc::agent_not_running);
    }
    SECTION("when it died under the job, whose row stays open") {
        CHECK(start_after(scene, [&] {
                  REQUIRE(scene.world->start_job("load"));
                  while (scene.world->state("load") != job_state::executing)
                      continue;
                  scene.world->kill_agent();
              }) == agent_errc::agent_not_running);
    }
}

TEST_CASE("an Agent that is starting is worth another try", "[sim][agent][refusal]") {
    agent_scene scene(server_with({job("load")}));
    auto const refused = start_after(scene, [&] { scene.world->agent_starting(true); });
    CHECK(refused == agent_errc::agent_starting);
    CHECK(refused == condition::retryable);
}

TEST_CASE("a job that does not run cannot be stopped", "[sim][agent][refusal]") {
    agent_scene scene(server_with({job("load")}));
    scene.play([&]() -> asio::awaitable<void> {
        co_await scene.connected();
        auto const id = co_await scene.id_of("load");
        auto const [error, said] = co_await scene.remote.async_stop_job(id, as_result);
        CHECK(error == agent_errc::job_not_running);
    });
}

TEST_CASE("of two controllers that race exactly one starts the job", "[sim][agent][refusal]") {
    agent_scene scene(server_with({job("load", step(10s))}));
    auto rival = scene.controller();
    scene.play([&]() -> asio::awaitable<void> {
        co_await scene.connected();
        co_await scene.connected(rival);
        error_code first;
        bool first_done = false;
        asio::steady_timer both(scene.io, asio::steady_timer::time_point::max());
        scene.remote.async_run_job("load", [&](error_code error, job_run const&) {
            first = error;
            first_done = true;
            both.cancel();
        });
        auto const [second, run] = co_await rival.async_run_job("load", as_result);
        if (!first_done)
            co_await both.async_wait(as_result);
        CHECK(bool(first) != bool(second));
        auto const refused = first ? first : second;
        CHECK((refused == agent_errc::job_already_running ||
               refused == agent_errc::job_start_pending));
    });
    CHECK(scene.world->starts("load") == 1);
}
