// sp_update_job: only what is given changes.
#include "sim/agent/procedures/job_changes.hpp"
#include "sim/agent/procedures/job_properties.hpp"
#include "sim/agent/procedures/registry.hpp"
#include "sim/agent/text.hpp"

#include <algorithm>
#include <array>

namespace ssislb::sim::detail {
namespace {

constexpr sql::type_of integer{sql::type::int_, 0};

constexpr std::array formals{
    formal{"@job_id", {sql::type::uniqueidentifier, 0}},
    formal{"@job_name", sql::sysname},
    formal{"@new_name", sql::sysname},
    formal{"@enabled", {sql::type::tinyint, 0}},
    formal{"@description", {sql::type::nvarchar, 512}},
    formal{"@start_step_id", integer},
    formal{"@category_name", sql::sysname},
    formal{"@owner_login_name", sql::sysname},
    formal{"@notify_level_eventlog", integer},
    formal{"@notify_level_email", integer},
    formal{"@notify_level_netsend", integer},
    formal{"@notify_level_page", integer},
    formal{"@notify_email_operator_name", sql::sysname},
    formal{"@notify_netsend_operator_name", sql::sysname},
    formal{"@notify_page_operator_name", sql::sysname},
    formal{"@delete_level", integer},
    formal{"@automatic_post", {sql::type::bit, 0}, formal::use::optional, 1},
};

/// SQLAgentOperatorRole may switch others' jobs on and off, and nothing else.
bool only_switches(arguments const& given) {
    return std::ranges::none_of(formals.begin() + 2, formals.end() - 1, [&](formal const& each) {
        return each.name != "@enabled" && given.given(each.name);
    });
}

bool may_update(frame const& in, job const& target, arguments const& given) {
    bool const switches =
        in.caller().role >= agent_role::sql_agent_operator && only_switches(given);
    return switches || may_change(in, target);
}

/// Nothing: the parameters are fine.
std::optional<int> refuse(frame const& in, job const& target, arguments const& given) {
    if (auto const name = given.text("@new_name")) {
        auto const others = in.world().jobs.named(*name);
        if (std::ranges::any_of(others, [&](job const* each) { return each != &target; }))
            return in.raise_in("sp_verify_job", 14261, {"@new_name", *name});
    }
    auto const owner = given.text("@owner_login_name");
    if (owner && in.caller().role != agent_role::sysadmin)
        return in.raise(14260);
    if (auto const id = given.integer("@start_step_id");
        id && (*id < 1 || *id > std::max(1, target.step_count())))
        return in.raise_in("sp_verify_job", 14266,
                           {"@start_step_id", "1.." + std::to_string(target.step_count())});
    return refuse_properties(in, given);
}

int update(frame const& in, arguments& given) {
    auto const [target, failed] = verify_job_identifiers(in, given, start_up_test::none);
    if (failed || !may_update(in, *target, given))
        return 1;
    if (auto const refused = refuse(in, *target, given))
        return *refused;
    if (auto const name = given.text("@new_name"))
        in.world().jobs.rename(*target, *name);
    if (auto const enabled = given.integer("@enabled"))
        target->enabled = *enabled != 0;
    if (auto const id = given.integer("@start_step_id"))
        target->start_step = static_cast<std::int32_t>(*id);
    target->description = given.text("@description").value_or(target->description);
    target->owner = given.text("@owner_login_name").value_or(target->owner);
    set_properties(in, given, *target);
    touch(in, *target);
    return 0;
}

} // namespace

procedure const sp_update_job{"sp_update_job", formals, update};

} // namespace ssislb::sim::detail
