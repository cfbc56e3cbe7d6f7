// sp_stop_job: a request too; the step ends when it can.
#include "sim/agent/procedures/job_lookup.hpp"
#include "sim/agent/procedures/notify.hpp"
#include "sim/agent/procedures/registry.hpp"
#include "sim/agent/text.hpp"

#include <array>
#include <vector>

namespace ssislb::sim::detail {
namespace {

constexpr std::array formals{
    formal{"@job_name", sql::sysname},
    formal{"@job_id", {sql::type::uniqueidentifier, 0}},
    formal{"@originating_server", sql::sysname},
    formal{"@server_name", sql::sysname},
};

int stop_one(frame const& in, job& target) {
    if (!target.targeted)
        return in.raise(14257, {target.name, to_string(target.id)});
    if (!may_start_and_stop(in, target))
        return in.raise(14393);
    if (target.multi_server && in.caller().role != agent_role::sysadmin)
        return in.raise(14397);
    if (auto const refused = in.world().agent.stop(target, "User " + in.caller().user))
        return say_refusal(in, target, *refused, agent_request::stop);
    in.raise(14254, {target.name});
    return 0;
}

/// All jobs that come from a server: this one, or a master.
int stop_all_from(frame const& in, std::string const& server) {
    bool const local = same_name(server, "(local)") || same_name(server, in.world().spec.name);
    std::vector<job*> targets;
    for (auto const& each : in.world().jobs.all())
        if (each->multi_server != local && may_see(in, *each))
            targets.push_back(each.get());
    if (targets.empty())
        return in.raise(14268, {server});
    std::size_t stopped = 0;
    for (auto* const each : targets)
        if (may_start_and_stop(in, *each) &&
            !in.world().agent.stop(*each, "User " + in.caller().user))
            ++stopped;
    in.raise(14253, {std::to_string(stopped), std::to_string(targets.size())});
    return 0;
}

int stop(frame const& in, arguments& given) {
    auto const name = job_name_of(given);
    auto const server = given.text("@originating_server");
    int const ways = int{name.has_value()} + int{given.given("@job_id")} + int{server.has_value()};
    if (ways != 1)
        return in.raise(14232);
    if (server)
        return stop_all_from(in, *server);
    auto const [target, failed] = verify_job_identifiers(in, given, start_up_test::made);
    return failed ? 1 : stop_one(in, *target);
}

} // namespace

procedure const sp_stop_job{"sp_stop_job", formals, stop};

} // namespace ssislb::sim::detail
