#include "sim/agent/procedures/job_lookup.hpp"

#include "sim/agent/text.hpp"

#include <algorithm>
#include <vector>

namespace ssislb::sim::detail {
namespace {

constexpr char helper[] = "sp_verify_job_identifiers";

found_job fail(frame const& in, std::int32_t number,
               std::initializer_list<std::string_view> arguments) {
    in.raise_in(helper, number, arguments, 67);
    return {nullptr, true};
}

found_job by_id(frame const& in, guid const& id) {
    auto* const found = in.world().jobs.find(id);
    if (found == nullptr || !may_see(in, *found))
        return fail(in, 14262, {"@job_id", to_string(id)});
    return {found, false};
}

found_job by_name(frame const& in, std::string const& name) {
    auto found = in.world().jobs.named(name);
    std::erase_if(found, [&](job const* each) { return !may_see(in, *each); });
    if (found.empty())
        return fail(in, 14262, {"@job_name", name});
    if (found.size() > 1)
        return fail(in, 14293, {name, "@job_id", "@job_name"});
    return {found.front(), false};
}

} // namespace

bool owns(frame const& in, job const& asked) {
    return same_name(asked.owner, in.caller().user);
}

bool may_see(frame const& in, job const& asked) {
    return may_see(in.caller(), asked);
}

bool may_see(login_spec const& who, job const& asked) {
    return who.role >= agent_role::sql_agent_reader || same_name(asked.owner, who.user);
}

bool may_start_and_stop(frame const& in, job const& asked) {
    return in.caller().role >= agent_role::sql_agent_operator || owns(in, asked);
}

std::optional<std::string> job_name_of(arguments const& given) {
    auto const name = given.text("@job_name");
    if (!name || trimmed(*name).empty())
        return std::nullopt;
    return std::string{trimmed(*name)};
}

bool agent_is_ready(frame const& in) {
    if (!in.world().agent.starting())
        return true;
    in.raise_in("sp_is_sqlagent_starting", 14258);
    return false;
}

found_job verify_job_identifiers(frame const& in, arguments const& given, start_up_test test) {
    auto const id = given.id("@job_id");
    auto const name = job_name_of(given);
    if (id.has_value() == name.has_value())
        return fail(in, 14294, {"@job_id", "@job_name"});
    auto const found = id ? by_id(in, *id) : by_name(in, *name);
    if (!found.failed && test == start_up_test::made && !agent_is_ready(in))
        return {nullptr, true};
    return found;
}

found_job verify_optional_job(frame const& in, arguments const& given, start_up_test test) {
    if (given.given("@job_id") || job_name_of(given))
        return verify_job_identifiers(in, given, test);
    return {nullptr, test == start_up_test::made && !agent_is_ready(in)};
}

} // namespace ssislb::sim::detail
