// Rights, the Agent's service and steps, asked of simulated servers.
#include "agent_scene.hpp"

#include <ssislb/agent/package_command.hpp>
#include <ssislb/agent/server_inspection.hpp>

#include <boost/asio/error.hpp>

using namespace ssislb;
using namespace ssislb::test;

namespace {

sim::instance_spec server_for(sim::agent_role role, bool view_server_state = false) {
    auto spec = server_with({job("load")});
    spec.logins.front().role = role;
    spec.logins.front().view_server_state = view_server_state;
    return spec;
}

/// Of a connection that stands in the login's default database, which is not msdb.
login_rights rights_of(sim::agent_role role) {
    agent_scene scene(server_for(role));
    login_rights found;
    scene.play([&]() -> asio::awaitable<void> {
        co_await scene.connected();
        server_inspection inspection(scene.remote);
        auto const [error, rights] = co_await inspection.async_login_rights(as_result);
        CHECK_FALSE(error);
        found = rights;
    });
    return found;
}

agent_service_state service_of(agent_scene& scene) {
    agent_service_state found{};
    scene.play([&]() -> asio::awaitable<void> {
        co_await scene.connected();
        server_inspection inspection(scene.remote);
        auto const [error, state] = co_await inspection.async_agent_service(as_result);
        CHECK_FALSE(error);
        found = state;
    });
    return found;
}

} // namespace

TEST_CASE("a login's rights are those of its role", "[sim][agent][inspection]") {
    using sim::agent_role;
    CHECK(rights_of(agent_role::sysadmin) == login_rights{"ssislb", true, false, false, false});
    CHECK(rights_of(agent_role::sql_agent_operator) ==
          login_rights{"ssislb", false, true, true, true});
    CHECK(rights_of(agent_role::sql_agent_reader) ==
          login_rights{"ssislb", false, false, true, true});
    CHECK(rights_of(agent_role::sql_agent_user) ==
          login_rights{"ssislb", false, false, false, true});
    CHECK(rights_of(agent_role::none) == login_rights{"ssislb", false, false, false, false});
}

TEST_CASE("a login without a user in msdb has rights that cannot be asked",
          "[sim][agent][inspection]") {
    auto spec = server_for(sim::agent_role::sql_agent_operator);
    spec.logins.front().msdb_access = false;
    agent_scene scene(std::move(spec));
    scene.play([&]() -> asio::awaitable<void> {
        co_await scene.connected();
        server_inspection inspection(scene.remote);
        auto const [error, rights] = co_await inspection.async_login_rights(as_result);
        CHECK(error == sql_server_errc::cannot_access_database);
        CHECK(rights == login_rights());
    });
}

TEST_CASE("the Agent's service is seen by those who may see it", "[sim][agent][inspection]") {
    for (auto const role : {sim::agent_role::sysadmin, sim::agent_role::sql_agent_operator}) {
        agent_scene scene(server_for(role, true));
        CHECK(service_of(scene) == agent_service_state::running);
        scene.world->stop_agent();
        CHECK(service_of(scene) == agent_service_state::stopped);
        scene.world->start_agent();
        scene.world->agent_starting(true);
        CHECK(service_of(scene) == agent_service_state::starting);
    }
}

TEST_CASE("a login without VIEW SERVER STATE is told nothing, and no error",
          "[sim][agent][inspection]") {
    agent_scene scene(server_for(sim::agent_role::sql_agent_operator));
    CHECK(service_of(scene) == agent_service_state::not_visible);
    scene.world->stop_agent();
    CHECK(service_of(scene) == agent_service_state::not_visible);
}

TEST_CASE("the connection goes on after the service was not visible", "[sim][agent][inspection]") {
    agent_scene scene(server_for(sim::agent_role::sql_agent_operator));
    REQUIRE(service_of(scene) == agent_service_state::not_visible);
    scene.play([&]() -> asio::awaitable<void> {
        auto const [error, run] = co_await scene.remote.async_run_job("load", as_result);
        CHECK_FALSE(error);
        CHECK(run.result.job == outcome::succeeded);
    });
    CHECK(scene.remote.statistics().reconnects == 0);
}

TEST_CASE("a job's steps are read with commands and proxies", "[sim][agent][inspection]") {
    auto two = job("load");
    two.steps.front().command = "/ISSERVER x /Password s3cret";
    two.steps.front().proxy_id = 7;
    two.steps.push_back(step());
    two.steps.back().name = "tidy";
    two.steps.back().subsystem = "TSQL";
    two.steps.back().command = std::string(5000, 'x');
    agent_scene scene(server_with({two}));
    scene.play([&]() -> asio::awaitable<void> {
        co_await scene.connected();
        auto const id = co_await scene.id_of("load");
        server_inspection inspection(scene.remote);
        auto const [error, steps] = co_await inspection.async_job_steps(id, as_result);
        CHECK_FALSE(error);
        REQUIRE(steps.size() == 2);
        CHECK(steps[0] == job_step{1, "run package", "SSIS", "/ISSERVER x /Password s3cret", 7});
        CHECK(redacted(steps[0].command) == "/ISSERVER x /Password ***");
        CHECK(steps[1].command.size() == 5000);
        CHECK_FALSE(steps[1].proxy);
    });
}

TEST_CASE("the steps of a job that is gone are not found", "[sim][agent][inspection]") {
    agent_scene scene(server_with({job("load")}));
    scene.play([&]() -> asio::awaitable<void> {
        co_await scene.connected();
        auto const id = co_await scene.id_of("load");
        scene.world->remove_job("load");
        server_inspection inspection(scene.remote);
        auto const [error, steps] = co_await inspection.async_job_steps(id, as_result);
        CHECK(error == agent_errc::job_not_found);
        CHECK(steps.empty());
    });
}

TEST_CASE("nothing is asked without a connection", "[sim][agent][inspection]") {
    agent_scene scene(server_with({}));
    scene.play([&]() -> asio::awaitable<void> {
        server_inspection inspection(scene.remote);
        auto const [rights_error, rights] = co_await inspection.async_login_rights(as_result);
        CHECK(rights_error == client_errc::not_connected);
        auto const [error, state] = co_await inspection.async_agent_service(as_result);
        CHECK(error == client_errc::not_connected);
        CHECK(state == agent_service_state::not_visible);
    });
}

TEST_CASE("an inspection outlives its server", "[sim][agent][inspection]") {
    agent_scene scene(server_with({}));
    scene.play([&]() -> asio::awaitable<void> {
        auto controller = std::make_unique<remote_server>(scene.controller());
        co_await agent_scene::connected(*controller);
        server_inspection inspection(*controller);
        controller.reset();
        auto const [error, rights] = co_await inspection.async_login_rights(as_result);
        CHECK(error == asio::error::operation_aborted);
    });
}
