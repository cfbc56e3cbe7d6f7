// sp_add_job: a job without steps and without a target server.
#include "sim/agent/procedures/job_lookup.hpp"
#include "sim/agent/procedures/job_properties.hpp"
#include "sim/agent/procedures/registry.hpp"
#include "sim/agent/text.hpp"

#include <algorithm>
#include <array>
#include <string>

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

/// Names are unique among the jobs that come from this server.
bool is_taken(frame const& in, std::string_view name) {
    return std::ranges::any_of(in.world().jobs.named(name),
                               [](job const* each) { return !each->multi_server; });
}

/// What @category_id means; null: it is not given, or a name is, or there is none.
job_category const* category_by_id(frame const& in, arguments const& given) {
    auto const id = given.integer("@category_id");
    return id && !given.given("@category_name")
               ? in.world().categories.find(static_cast<std::int32_t>(*id))
               : nullptr;
}

/// Nothing: the parameters are fine.
std::optional<int> refuse(frame const& in, arguments const& given) {
    constexpr char helper[] = "sp_verify_job";
    auto const name = job_name_of(given);
    if (!name || name->find('%') != std::string::npos)
        return in.raise_in(helper, 14200, {"@job_name"});
    if (is_taken(in, *name))
        return in.raise_in(helper, 14261, {"@job_name", *name});
    auto const owner = given.text("@owner_login_name").value_or(in.caller().user);
    if (!same_name(owner, in.caller().user) && in.caller().role != agent_role::sysadmin)
        return in.raise_in(helper, 14260);
    if (auto const refused = refuse_properties(in, given))
        return refused;
    if (auto const id = given.integer("@category_id"); id && !given.given("@category_name"))
        return refuse_category(in, category_by_id(in, given), "@category_id", std::to_string(*id));
    return std::nullopt;
}

int add(frame const& in, arguments& given) {
    if (auto const refused = refuse(in, given))
        return *refused;
    job_spec spec;
    spec.name = *job_name_of(given);
    spec.owner = given.text("@owner_login_name").value_or(in.caller().user);
    spec.enabled = given.integer("@enabled") != 0;
    spec.targeted = false;
    spec.start_step = static_cast<std::int32_t>(given.integer("@start_step_id").value_or(1));
    spec.description = given.text("@description").value_or(spec.description);
    if (auto const* const category = category_by_id(in, given))
        spec.category = category->name;
    auto& added = in.world().add_job(std::move(spec));
    set_properties(in, given, added);
    given.set("@job_id", added.id);
    return 0;
}

} // namespace

procedure const sp_add_job{"sp_add_job", formals, add};

} // namespace ssislb::sim::detail
