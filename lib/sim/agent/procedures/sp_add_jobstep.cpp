// sp_add_jobstep: a step at the end, or between others, which it shifts.
#include "sim/agent/procedures/job_changes.hpp"
#include "sim/agent/procedures/registry.hpp"
#include "sim/agent/text.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace ssislb::sim::detail {
namespace {

constexpr sql::type_of integer{sql::type::int_, 0};
constexpr sql::type_of tiny{sql::type::tinyint, 0};

constexpr std::array formals{
    formal{"@job_id", {sql::type::uniqueidentifier, 0}},
    formal{"@job_name", sql::sysname},
    formal{"@step_id", integer},
    formal{"@step_name", sql::sysname, formal::use::required},
    formal{"@subsystem", {sql::type::nvarchar, 40}},
    formal{"@command", {sql::type::nvarchar_max, 0}},
    formal{"@additional_parameters", {sql::type::nvarchar_max, 0}},
    formal{"@cmdexec_success_code", integer, formal::use::optional, 0},
    formal{"@on_success_action", tiny, formal::use::optional, 1},
    formal{"@on_success_step_id", integer, formal::use::optional, 0},
    formal{"@on_fail_action", tiny, formal::use::optional, 2},
    formal{"@on_fail_step_id", integer, formal::use::optional, 0},
    formal{"@server", sql::sysname},
    formal{"@database_name", sql::sysname},
    formal{"@database_user_name", sql::sysname},
    formal{"@retry_attempts", integer, formal::use::optional, 0},
    formal{"@retry_interval", integer, formal::use::optional, 0},
    formal{"@os_run_priority", integer, formal::use::optional, 0},
    formal{"@output_file_name", {sql::type::nvarchar, 200}},
    formal{"@flags", integer, formal::use::optional, 0},
    formal{"@proxy_id", integer},
    formal{"@proxy_name", sql::sysname},
    formal{"@step_uid", {sql::type::uniqueidentifier, 0}, formal::use::output},
};

/// As syssubsystems spells it; empty: there is none.
std::string_view known_subsystem(std::string_view asked) {
    static constexpr std::array<std::string_view, 12> names{
        "TSQL",  "ActiveScripting", "CmdExec",       "Snapshot",        "LogReader", "Distribution",
        "Merge", "QueueReader",     "ANALYSISQUERY", "ANALYSISCOMMAND", "SSIS",      "PowerShell"};
    if (same_name(asked, "Dts"))
        return "SSIS";
    auto const found =
        std::ranges::find_if(names, [&](auto each) { return same_name(each, asked); });
    return found == names.end() ? std::string_view{} : *found;
}

std::int32_t number_of(arguments const& given, std::string_view name) {
    return static_cast<std::int32_t>(given.integer(name).value_or(0));
}

step_details details_from(arguments const& given) {
    auto const text = [&](std::string_view name) {
        return given.text(name).value_or(std::string{});
    };
    return {.flags = number_of(given, "@flags"),
            .cmdexec_success_code = number_of(given, "@cmdexec_success_code"),
            .os_run_priority = number_of(given, "@os_run_priority"),
            .server = text("@server"),
            .database_name = text("@database_name"),
            .database_user_name = text("@database_user_name"),
            .output_file_name = text("@output_file_name"),
            .additional_parameters = text("@additional_parameters")};
}

step_spec step_from(arguments const& given, std::string_view subsystem) {
    step_spec step;
    step.name = given.text("@step_name").value_or(std::string{});
    step.subsystem = subsystem;
    step.command = given.text("@command").value_or(std::string{});
    step.on_success = static_cast<step_action>(number_of(given, "@on_success_action"));
    step.on_success_step = number_of(given, "@on_success_step_id");
    step.on_fail = static_cast<step_action>(number_of(given, "@on_fail_action"));
    step.on_fail_step = number_of(given, "@on_fail_step_id");
    step.retry_attempts = number_of(given, "@retry_attempts");
    step.retry_interval = std::chrono::minutes{number_of(given, "@retry_interval")};
    step.details = details_from(given);
    return step;
}

/// Nothing: the step names none.
std::optional<std::int32_t> proxy_of(frame const& in, arguments const& given) {
    if (auto const id = given.integer("@proxy_id"))
        return static_cast<std::int32_t>(*id);
    auto const name = given.text("@proxy_name");
    for (auto const& each : in.world().spec.proxies)
        if (name && same_name(each.name, *name))
            return each.id;
    return std::nullopt;
}

constexpr char helper[] = "sp_verify_jobstep";

/// A step to go to, with the names of its parameters.
struct jump {
    std::string_view action;
    std::string_view target;
};
constexpr std::array jumps{jump{"@on_success_action", "@on_success_step_id"},
                           jump{"@on_fail_action", "@on_fail_step_id"}};

bool goes(arguments const& given, jump const& where) {
    return number_of(given, where.action) == static_cast<std::int32_t>(step_action::go_to_step);
}

/// Nothing: the actions are fine.
std::optional<int> refuse_jumps(frame const& in, arguments const& given, std::int64_t own) {
    for (auto const& each : jumps) {
        if (auto const number = number_of(given, each.action); number < 1 || number > 4)
            return in.raise_in(helper, 14266, {each.action, "1, 2, 3, 4"});
        auto const target = number_of(given, each.target);
        if (goes(given, each) && (target < 1 || target == own))
            return in.raise_in(helper, 14235, {each.target, std::to_string(own)});
    }
    return std::nullopt;
}

/// Scripts make steps that go to later ones, which are not there yet.
void warn_of_jumps(frame const& in, job const& owner, arguments const& given) {
    for (auto const& each : jumps)
        if (goes(given, each) && !owner.has_step(number_of(given, each.target)))
            in.raise_in(helper, 14236, {each.target});
}

/// Nothing: the parameters are fine.
std::optional<int> refuse(frame const& in, job const& target, arguments const& given) {
    auto const last = target.step_count() + 1;
    auto const at = given.integer("@step_id").value_or(last);
    if (at < 1 || at > last)
        return in.raise_in(helper, 14266, {"@step_id", "1.." + std::to_string(last)});
    auto const name = given.text("@step_name").value_or(std::string{});
    if (std::ranges::any_of(*target.steps,
                            [&](step_spec const& each) { return same_name(each.name, name); }))
        return in.raise_in(helper, 14261, {"@step_name", name});
    if (auto const proxy = given.text("@proxy_name"); proxy && !proxy_of(in, given))
        return in.raise_in("sp_verify_proxy_identifiers", 14262, {"@proxy_name", *proxy});
    return refuse_jumps(in, given, at);
}

/// The steps behind the new one have moved, and so have the aims of those that go to them.
void insert(std::vector<step_spec>& steps, std::int64_t at, step_spec added) {
    bool const moves = at <= static_cast<std::int64_t>(steps.size());
    for (auto& each : steps)
        for (auto* const aim : {&each.on_success_step, &each.on_fail_step})
            if (moves && *aim >= at)
                ++*aim;
    steps.insert(steps.begin() + (at - 1), std::move(added));
}

int add(frame const& in, arguments& given) {
    auto const [target, failed] = verify_job_identifiers(in, given, start_up_test::none);
    if (failed || !may_change(in, *target))
        return 1;
    auto const asked = given.text("@subsystem").value_or("TSQL");
    auto const subsystem = known_subsystem(asked);
    if (subsystem.empty())
        return in.raise_in("sp_verify_subsystem", 14234,
                           {"@subsystem", "sp_enum_sqlagent_subsystems"});
    if (auto const refused = refuse(in, *target, given))
        return *refused;
    auto const at = given.integer("@step_id").value_or(target->step_count() + 1);
    auto step = step_from(given, subsystem);
    step.proxy_id = proxy_of(in, given);
    change_steps(in, *target,
                 [&](std::vector<step_spec>& steps) { insert(steps, at, std::move(step)); });
    target->last_of_steps.clear();
    target->executions.clear();
    warn_of_jumps(in, *target, given);
    return 0;
}

} // namespace

procedure const sp_add_jobstep{"sp_add_jobstep", formals, add};

} // namespace ssislb::sim::detail
