// The public server in front of a whole instance.
#include "unit/sim_wire/running_server.hpp"
#include "support/catch.hpp"

#include <ssislb/sim/instance.hpp>
#include <ssislb/sim/simulated_server.hpp>

using namespace ssislb;
using namespace ssislb::test;

namespace {

std::shared_ptr<sim::instance> make_instance() {
    sim::instance_spec spec;
    spec.name = "etl01";
    spec.logins.push_back({.user = "sa", .password = "secret"});
    timestamp const now{std::chrono::sys_days{std::chrono::November / 24 / 2026}};
    return std::make_shared<sim::instance>(std::move(spec),
                                           std::make_shared<sim::manual_clock>(now));
}

} // namespace

TEST_CASE("an instance is served to clients that know its password", "[sim][server]") {
    running_context running;
    auto const instance = make_instance();
    sim::simulated_server server(running.context.get_executor(), instance);
    server.start();
    blocking_client client(server.port());
    client.log_in();
    auto const told = client.ask(rpc_bytes(u"msdb.dbo.sp_help_job").message());
    REQUIRE(told.size() >= 3);
    CHECK(told.front().starts_with("COLMETADATA "));
    CHECK(told.back() == "DONEPROC status 0x0000 (FINAL) curcmd 0x00E0 count 0");

    login_fields wrong;
    wrong.password = u"guess";
    blocking_client intruder(server.port());
    intruder.send(login7(wrong));
    CHECK(read_answer(intruder.receive_message()).front().starts_with("ERROR 18456 "));
    CHECK(intruder.receive_all().empty());
    CHECK(server.counters().logins == 1);
}

TEST_CASE("a server that is moved goes on, one that is destroyed stops", "[sim][server]") {
    running_context running;
    auto const instance = make_instance();
    auto first = std::make_unique<sim::simulated_server>(running.context.get_executor(), instance);
    first->start();
    blocking_client client(first->port());
    client.log_in();
    {
        sim::simulated_server second(std::move(*first));
        first.reset();
        CHECK(client.ask(batch(u"set nocount on")).size() == 1);
    }
    CHECK(client.receive_all().empty());
}

TEST_CASE("a killed instance cuts its clients and a revived one takes them back", "[sim][server]") {
    running_context running;
    auto const instance = make_instance();
    sim::simulated_server server(running.context.get_executor(), instance);
    server.start();
    blocking_client client(server.port());
    client.log_in();
    instance->kill_server();
    CHECK(client.receive_all().empty());
    instance->revive_server();
    blocking_client again(server.port());
    again.log_in();
}
