// sp_add_job: a job without steps and without a target server.
#include "sim/agent/procedures/job_lookup.hpp"
#include "sim/agent/procedures/registry.hpp"
#include "sim/agent/text.hpp"

#include <array>

namespace ssislb::sim::detail {
namespace {

constexpr sql::type_of integer{sql::type::int_, 0};

constexpr std::array formals{
    formal{"@job_name", sql::sysname, formal::use::required},
    formal{"@enabled", {sql::type::tinyint, 0}, formal::use::optional, 1},
    formal{"@description", {sql::type::nvarchar, 512}},
    formal{"@start_step_id", integer, formal::use::optional, 1},
    formal{"@category_name", sql::sysname},
    formal{"@category_id", integer},
    formal{"@owner_login_name", sql::sysname},
    formal{"@notify_level_eventlog", integer, formal::use::optional, 2},
    formal{"@notify_level_email", integer, formal::use::optional, 0},
    formal{"@notify_level_netsend", integer, formal::use::optional, 0},
    formal{"@notify_level_page", integer, formal::use::optional, 0},
    formal{"@notify_email_operator_name", sql::sysname},
    formal{"@notify_netsend_operator_name", sql::sysname},
    formal{"@notify_page_operator_name", sql::sysname},
    formal{"@delete_level", integer, formal::use::optional, 0},
    formal{"@job_id", {sql::type::uniqueidentifier, 0}, formal::use::output},
    formal{"@originating_server", sql::sysname},
};

int add(frame const& in, arguments& given) {
    auto const name = job_name_of(given);
    if (!name)
        return in.raise_in("sp_verify_job", 14200, {"@job_name"});
    if (!in.world().jobs.named(*name).empty())
        return in.raise_in("sp_verify_job", 14261, {"@job_name", *name});
    auto const owner = given.text("@owner_login_name").value_or(in.caller().user);
    if (!same_name(owner, in.caller().user) && in.caller().role != agent_role::sysadmin)
        return in.raise_in("sp_verify_job", 14260);
    job_spec spec;
    spec.name = *name;
    spec.owner = owner;
    spec.enabled = given.integer("@enabled") != 0;
    spec.targeted = false;
    spec.start_step = static_cast<std::int32_t>(given.integer("@start_step_id").value_or(1));
    spec.description = given.text("@description").value_or(spec.description);
    spec.category = given.text("@category_name").value_or(spec.category);
    auto const& added = in.world().jobs.add(std::move(spec), in.world().now());
    given.set("@job_id", added.id);
    return 0;
}

} // namespace

procedure const sp_add_job{"sp_add_job", formals, add};

} // namespace ssislb::sim::detail
