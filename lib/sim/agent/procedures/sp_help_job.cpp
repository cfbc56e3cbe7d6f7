// sp_help_job: jobs with their state, and all about one job.
#include "sim/agent/procedures/job_lookup.hpp"
#include "sim/agent/procedures/registry.hpp"
#include "sim/agent/procedures/sp_help_job_rows.hpp"
#include "sim/agent/procedures/sp_help_jobserver.hpp"
#include "sim/agent/procedures/sp_help_jobstep.hpp"
#include "sim/agent/text.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace ssislb::sim::detail {
namespace {

constexpr std::array formals{
    formal{"@job_id", {sql::type::uniqueidentifier, 0}},
    formal{"@job_name", sql::sysname},
    formal{"@job_aspect", {sql::type::varchar, 9}},
    formal{"@job_type", {sql::type::varchar, 12}},
    formal{"@owner_login_name", sql::sysname},
    formal{"@subsystem", {sql::type::nvarchar, 40}},
    formal{"@category_name", sql::sysname},
    formal{"@enabled", {sql::type::tinyint, 0}},
    formal{"@execution_status", {sql::type::int_, 0}},
    formal{"@date_comparator", {sql::type::varchar, 1}},
    formal{"@date_created", {sql::type::datetime, 0}},
    formal{"@date_last_modified", {sql::type::datetime, 0}},
    formal{"@description", {sql::type::nvarchar, 512}},
};

constexpr std::string_view all_states =
    "0 (non-idle), 1 (executing), 2 (waiting for thread), 3 (between retries), 4 (idle), "
    "5 (suspended), 7 (performing completion actions)";

bool filters(arguments const& given) {
    return std::ranges::any_of(formals.begin() + 3, formals.end(),
                               [&](formal const& each) { return given.given(each.name); });
}

bool dates_fit(arguments const& given) {
    bool const dates = given.given("@date_created") || given.given("@date_last_modified");
    auto const comparator = given.text("@date_comparator");
    if (!comparator)
        return !dates;
    return dates && (*comparator == "=" || *comparator == "<" || *comparator == ">");
}

/// Nothing: the parameters are fine.
std::optional<int> refuse(frame const& in, arguments const& given) {
    static constexpr std::array<std::string_view, 5> aspects{"all", "job", "steps", "schedules",
                                                             "targets"};
    auto const aspect = folded(given.text("@job_aspect").value_or("all"));
    if (std::ranges::find(aspects, aspect) == aspects.end())
        return in.raise(14266, {"@job_aspect", "ALL, JOB, STEPS, SCHEDULES, TARGETS"});
    bool const one_job = given.given("@job_aspect") || given.given("@job_id") || job_name_of(given);
    if (one_job && filters(given))
        return in.raise(14280);
    auto const type = folded(given.text("@job_type").value_or("local"));
    if (type != "local" && type != "multi-server")
        return in.raise(14266, {"@job_type", "LOCAL, MULTI-SERVER"});
    auto const state = given.integer("@execution_status");
    if (state && (*state < 0 || *state > 7 || *state == 6))
        return in.raise(14266, {"@execution_status", all_states});
    if (!dates_fit(given))
        return in.raise(14282);
    return std::nullopt;
}

bool compares(std::string_view comparator, std::optional<server_time> wanted, server_time actual) {
    if (!wanted)
        return true;
    if (comparator == "<")
        return actual < *wanted;
    return comparator == ">" ? actual > *wanted : actual == *wanted;
}

bool state_fits(frame const& in, job const& asked, std::int64_t wanted) {
    auto const state = in.world().agent.state_of(asked);
    if (wanted == 0)
        return state != job_state::idle && state != job_state::suspended;
    return static_cast<std::int64_t>(state) == wanted;
}

bool passes(frame const& in, job const& asked, arguments const& given) {
    auto const named = [&](std::string_view name, std::string const& actual) {
        auto const wanted = given.text(name);
        return !wanted || same_name(*wanted, actual);
    };
    if (!named("@owner_login_name", asked.owner) || !named("@category_name", category_of(asked)) ||
        !named("@job_type", asked.multi_server ? "MULTI-SERVER" : "LOCAL"))
        return false;
    if (auto const wanted = given.integer("@enabled"); wanted && (*wanted != 0) != asked.enabled)
        return false;
    if (auto const wanted = given.text("@description");
        wanted && !is_like(description_of(asked), *wanted))
        return false;
    if (auto const wanted = given.text("@subsystem");
        wanted && std::ranges::none_of(*asked.steps, [&](step_spec const& each) {
            return same_name(each.subsystem, *wanted);
        }))
        return false;
    if (auto const wanted = given.integer("@execution_status");
        wanted && !state_fits(in, asked, *wanted))
        return false;
    auto const comparator = given.text("@date_comparator").value_or("=");
    return compares(comparator, given.moment("@date_created"), asked.created) &&
           compares(comparator, given.moment("@date_last_modified"), asked.modified);
}

void show_all_of(frame const& in, job const& target) {
    auto const heading = [&](std::int32_t number, std::size_t length) {
        if (number != 14213)
            in.print("");
        in.raise(number);
        in.print(std::string(length, '='));
    };
    heading(14213, 17);
    in.send(jobs_shown(in, {&target}));
    heading(14214, 10);
    in.send(steps_of(target, {.suffix = true, .only = {}}));
    heading(14215, 14);
    in.send(schedules_of(in, target));
    heading(14216, 19);
    in.send(targets_of(in, target, true));
}

int show_one(frame const& in, job const& target, std::string_view aspect) {
    if (aspect == "all")
        show_all_of(in, target);
    else if (aspect == "job")
        in.send(jobs_shown(in, {&target}));
    else if (aspect == "steps")
        in.send(steps_of(target, {.suffix = true, .only = {}}));
    else if (aspect == "schedules")
        in.send(schedules_of(in, target));
    else
        in.send(targets_of(in, target, true));
    return 0;
}

int help(frame const& in, arguments& given) {
    if (auto const refused = refuse(in, given))
        return *refused;
    auto const [wanted, failed] = verify_optional_job(in, given, start_up_test::none);
    if (failed)
        return 1;
    if (wanted != nullptr)
        return show_one(in, *wanted, folded(given.text("@job_aspect").value_or("all")));
    std::vector<job const*> shown;
    for (auto const& each : in.world().jobs.all())
        if (may_see(in, *each) && passes(in, *each, given))
            shown.push_back(each.get());
    in.send(jobs_shown(in, shown));
    return 0;
}

} // namespace

procedure const sp_help_job{"sp_help_job", formals, help};

} // namespace ssislb::sim::detail
