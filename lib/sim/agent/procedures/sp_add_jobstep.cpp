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
    if (auto const proxy = given.integer("@proxy_id"))
        step.proxy_id = static_cast<std::int32_t>(*proxy);
    return step;
}

/// Nothing: the parameters are fine.
std::optional<int> refuse(frame const& in, job const& target, arguments const& given) {
    constexpr char helper[] = "sp_verify_jobstep";
    auto const last = target.step_count() + 1;
    if (auto const id = given.integer("@step_id"); id && (*id < 1 || *id > last))
        return in.raise_in(helper, 14266, {"@step_id", "1.." + std::to_string(last)});
    auto const name = given.text("@step_name").value_or(std::string{});
    if (std::ranges::any_of(*target.steps,
                            [&](step_spec const& each) { return same_name(each.name, name); }))
        return in.raise_in(helper, 14261, {"@step_name", name});
    for (auto const action : {"@on_success_action", "@on_fail_action"})
        if (auto const number = number_of(given, action); number < 1 || number > 4)
            return in.raise_in(helper, 14266, {action, "1, 2, 3, 4"});
    return std::nullopt;
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
    change_steps(in, *target, [&](std::vector<step_spec>& steps) {
        steps.insert(steps.begin() + (at - 1), step_from(given, subsystem));
    });
    target->last_of_steps.clear();
    target->executions.clear();
    return 0;
}

} // namespace

procedure const sp_add_jobstep{"sp_add_jobstep", formals, add};

} // namespace ssislb::sim::detail
