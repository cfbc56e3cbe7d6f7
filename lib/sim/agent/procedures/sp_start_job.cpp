// sp_start_job: a request to the Agent, and no more than that.
#include "sim/agent/procedures/job_lookup.hpp"
#include "sim/agent/procedures/notify.hpp"
#include "sim/agent/procedures/registry.hpp"
#include "sim/agent/text.hpp"

#include <array>

namespace ssislb::sim::detail {
namespace {

constexpr std::array formals{
    formal{"@job_name", sql::sysname},
    formal{"@job_id", {sql::type::uniqueidentifier, 0}},
    formal{"@error_flag", {sql::type::int_, 0}, formal::use::optional, 1},
    formal{"@server_name", sql::sysname},
    formal{"@step_name", sql::sysname},
    formal{"@output_flag", {sql::type::int_, 0}, formal::use::optional, 1},
};

/// 0: the job has no such step.
std::int32_t step_number(job const& target, std::string_view name) {
    for (std::int32_t number = 1; number <= target.step_count(); ++number)
        if (same_name(target.step(number).name, name))
            return number;
    return 0;
}

/// Asks the Agent of this server. 0: it has accepted.
int start_here(frame const& in, job& target, arguments const& given) {
    std::optional<std::int32_t> step;
    if (auto const name = given.text("@step_name")) {
        step = step_number(target, *name);
        if (*step == 0)
            return in.raise(14262, {"@step_name", *name});
    }
    auto const refused = in.world().agent.start(target, by_user(in.caller().user), step);
    if (refused == refusal::agent_not_running && given.integer("@error_flag") == 0)
        return 1;
    return refused ? say_refusal(in, target, *refused, agent_request::run) : 0;
}

int start(frame const& in, arguments& given) {
    auto const [target, failed] = verify_job_identifiers(in, given, start_up_test::made);
    if (failed)
        return 1;
    if (!may_start_and_stop(in, *target))
        return in.raise(14393);
    if (!target->targeted)
        return in.raise(14256, {target->name, to_string(target->id)});
    if (target->multi_server && in.caller().role != agent_role::sysadmin)
        return in.raise(14397);
    // The target servers of a master find their instructions when they next ask for them.
    if (!target->multi_server && start_here(in, *target, given) != 0)
        return 1;
    if (given.integer("@output_flag") != 0)
        in.raise(14243, {target->name});
    return 0;
}

} // namespace

procedure const sp_start_job{"sp_start_job", formals, start};

} // namespace ssislb::sim::detail
