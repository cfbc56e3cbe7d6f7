// The longest answer that msdb gives: four sets with headings between them.
#include "support/catch.hpp"
#include "tds_client.hpp"
#include "unit/sim_wire/running_server.hpp"

#include <ssislb/sim/instance.hpp>
#include <ssislb/sim/simulated_server.hpp>

using namespace ssislb;
using namespace ssislb::test;

namespace {

struct msdb_scene {
    msdb_scene() {
        server.start();
        client.emplace(server.port());
        REQUIRE_FALSE(client->connect()->error);
    }

    static sim::instance_spec spec() {
        sim::job_spec load{"load orders"};
        load.steps.push_back({});
        sim::instance_spec made;
        made.jobs.push_back(load);
        made.logins.push_back({.user = "sa", .password = "secret"});
        return made;
    }

    std::shared_ptr<sim::instance> world =
        std::make_shared<sim::instance>(spec(), std::make_shared<sim::accelerated_clock>());
    running_context running;
    sim::simulated_server server{running.context.get_executor(), world};
    std::optional<tds_client> client;
};

tds::rpc help() {
    return tds::rpc("msdb.dbo.sp_help_job").in("@job_name", "load orders");
}

} // namespace

TEST_CASE("sp_help_job without an aspect is read through all its sets and headings",
          "[tds][answer]") {
    msdb_scene scene;
    for (int round = 0; round < 2; ++round) {
        auto const told = scene.client->ask(help());
        CHECK_FALSE(told->error);
        auto const& whole = told->answer();
        CHECK(whole.return_status == 0);
        REQUIRE(whole.sets.size() == 4);
        CHECK(whole.sets[0].get<std::string_view>(0, whole.sets[0].column("name")) ==
              "load orders");
        CHECK(whole.sets[1].size() == 1);
        CHECK(whole.sets[2].empty());
        CHECK(whole.sets[3].size() == 1);
        std::vector<std::int32_t> headings;
        for (auto const& each : whole.diag.server)
            if (each.number != 0)
                headings.push_back(each.number);
        CHECK(headings == std::vector<std::int32_t>{14213, 14214, 14215, 14216});
    }
}

TEST_CASE("a procedure that fails gives the server's number and the line lives", "[tds][answer]") {
    msdb_scene scene;
    auto const told =
        scene.client->ask(tds::rpc("msdb.dbo.sp_help_job").in("@job_name", "no such job"));
    CHECK(told->error == sql_server_errc::not_found);
    CHECK_FALSE(scene.client->ask(help())->error);
    CHECK(scene.client->ask(tds::rpc("no_such_procedure"))->error ==
          sql_server_errc::procedure_not_found);
    CHECK_FALSE(scene.client->ask(help())->error);
}
