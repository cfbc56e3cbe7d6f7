// sp_help_jobstep: the steps as they are defined, and how each last went.
#include "sim/agent/procedures/sp_help_jobstep.hpp"

#include "sim/agent/procedures/columns.hpp"
#include "sim/agent/procedures/job_lookup.hpp"
#include "sim/agent/procedures/registry.hpp"
#include "sim/agent/text.hpp"

#include <array>

namespace ssislb::sim::detail {
namespace {

constexpr std::array formals{
    formal{"@job_id", {sql::type::uniqueidentifier, 0}},
    formal{"@job_name", sql::sysname},
    formal{"@step_id", {sql::type::int_, 0}},
    formal{"@step_name", sql::sysname},
    formal{"@suffix", {sql::type::bit, 0}, formal::use::optional, 0},
};

constexpr std::array<std::string_view, 4> action_texts{"quit with success", "quit with failure",
                                                       "goto next step", "goto step"};

sql::column coded_column(std::string_view name, bool suffix, bool tiny) {
    if (suffix)
        return text_column(name, 80);
    return tiny ? tinyint_column(name) : int_column(name);
}

sql::value coded(std::int64_t number, std::string_view meaning, bool suffix) {
    if (!suffix)
        return int_value(number);
    return std::to_string(number) + " (" + std::string{meaning} + ")";
}

/// What has no usual meaning is shown with the words for something unknown.
sql::value coded(std::int64_t number, bool suffix) {
    return coded(number, number == 0 ? "normal" : "unknown", suffix);
}

sql::value action(step_action what, bool suffix) {
    auto const number = static_cast<std::int64_t>(what);
    return coded(number, action_texts[static_cast<std::size_t>(number - 1)], suffix);
}

sql::result_set empty_set(bool suffix) {
    return {{int_column("step_id", nulls::none),
             name_column("step_name", nulls::none),
             text_column("subsystem", 40, nulls::none),
             max_column("command"),
             coded_column("flags", suffix, false),
             int_column("cmdexec_success_code", nulls::none),
             coded_column("on_success_action", suffix, true),
             int_column("on_success_step_id", nulls::none),
             coded_column("on_fail_action", suffix, true),
             int_column("on_fail_step_id", nulls::none),
             name_column("server"),
             name_column("database_name"),
             name_column("database_user_name"),
             int_column("retry_attempts", nulls::none),
             int_column("retry_interval", nulls::none),
             coded_column("os_run_priority", suffix, false),
             text_column("output_file_name", 200),
             int_column("last_run_outcome", nulls::none),
             int_column("last_run_duration", nulls::none),
             int_column("last_run_retries", nulls::none),
             int_column("last_run_date", nulls::none),
             int_column("last_run_time", nulls::none),
             int_column("proxy_id")},
            {}};
}

sql::row shown(job const& owner, std::int32_t number, bool suffix) {
    auto const& step = owner.step(number);
    auto const& details = step.details;
    auto const last = last_run_of_step(owner, number);
    return {int_value(number),
            step.name,
            step.subsystem,
            step.command,
            coded(details.flags, suffix),
            int_value(details.cmdexec_success_code),
            action(step.on_success, suffix),
            int_value(step.on_success_step),
            action(step.on_fail, suffix),
            int_value(step.on_fail_step),
            null_if_empty(details.server),
            database_of(step),
            null_if_empty(details.database_user_name),
            int_value(step.retry_attempts),
            int_value(step.retry_interval.count()),
            coded(details.os_run_priority, suffix),
            null_if_empty(details.output_file_name),
            int_value(last.outcome),
            int_value(last.duration),
            int_value(last.retries),
            int_value(last.date),
            int_value(last.time),
            step.proxy_id ? int_value(*step.proxy_id) : sql::value{}};
}

/// Nothing: all steps. A status: a message has been said.
std::variant<std::optional<std::int32_t>, int> wanted_step(frame const& in, job const& owner,
                                                           arguments const& given) {
    if (auto const id = given.integer("@step_id")) {
        if (owner.step_count() == 0)
            return in.raise(14528, {owner.name});
        if (*id < 1 || *id > owner.step_count())
            return in.raise(14266, {"@step_id", "1.." + std::to_string(owner.step_count())});
        return std::optional{static_cast<std::int32_t>(*id)};
    }
    auto const name = given.text("@step_name");
    if (!name)
        return std::optional<std::int32_t>{};
    for (std::int32_t number = 1; number <= owner.step_count(); ++number)
        if (same_name(owner.step(number).name, *name))
            return std::optional{number};
    return in.raise(14262, {"@step_name", *name});
}

int help(frame const& in, arguments& given) {
    auto const [target, failed] = verify_job_identifiers(in, given, start_up_test::none);
    if (failed)
        return 1;
    auto const step = wanted_step(in, *target, given);
    if (auto const* const status = std::get_if<int>(&step))
        return *status;
    in.send(steps_of(*target,
                     {given.integer("@suffix") == 1, std::get<std::optional<std::int32_t>>(step)}));
    return 0;
}

} // namespace

sql::value database_of(step_spec const& step) {
    bool const usual = step.details.database_name.empty() && same_name(step.subsystem, "TSQL");
    return usual ? sql::value{std::string{"master"}} : null_if_empty(step.details.database_name);
}

last_run last_run_of_step(job const& owner, std::int32_t number) {
    last_run never;
    never.outcome = 0;
    if (owner.last_of_steps.empty())
        return never;
    auto const& last = owner.last_of_steps[static_cast<std::size_t>(number - 1)];
    return last.date == 0 ? never : last;
}

sql::result_set steps_of(job const& owner, step_view view) {
    auto set = empty_set(view.suffix);
    for (std::int32_t number = 1; number <= owner.step_count(); ++number)
        if (!view.only || *view.only == number)
            set.rows.push_back(shown(owner, number, view.suffix));
    return set;
}

procedure const sp_help_jobstep{"sp_help_jobstep", formals, help};

} // namespace ssislb::sim::detail
