// What sp_help_job shows of a job: tables of msdb, and the Agent's memory.
#include "sim/agent/procedures/sp_help_job_rows.hpp"

#include "sim/agent/procedures/columns.hpp"

namespace ssislb::sim::detail {
namespace {

constexpr char unknown[] = "(unknown)";

sql::result_set empty_set() {
    return {{id_column("job_id", nulls::none),
             name_column("originating_server"),
             name_column("name", nulls::none),
             tinyint_column("enabled", nulls::none),
             text_column("description", 512),
             int_column("start_step_id", nulls::none),
             name_column("category"),
             name_column("owner"),
             int_column("notify_level_eventlog", nulls::none),
             int_column("notify_level_email", nulls::none),
             int_column("notify_level_netsend", nulls::none),
             int_column("notify_level_page", nulls::none),
             name_column("notify_email_operator"),
             name_column("notify_netsend_operator"),
             name_column("notify_page_operator"),
             int_column("delete_level", nulls::none),
             datetime_column("date_created", nulls::none),
             datetime_column("date_modified", nulls::none),
             int_column("version_number", nulls::none),
             int_column("last_run_date"),
             int_column("last_run_time"),
             int_column("last_run_outcome"),
             int_column("next_run_date"),
             int_column("next_run_time"),
             int_column("next_run_schedule_id"),
             int_column("current_execution_status"),
             max_column("current_execution_step"),
             int_column("current_retry_attempt"),
             int_column("has_step"),
             int_column("has_schedule"),
             int_column("has_target"),
             int_column("type")},
            {}};
}

std::string current_step(job const& shown) {
    bool const runs = shown.run != nullptr && (shown.run->phase == run_phase::executing ||
                                               shown.run->phase == run_phase::between_retries);
    if (!runs)
        return "0 (unknown)";
    return std::to_string(shown.run->step) + " (" + shown.step(shown.run->step).name + ")";
}

std::string told(notification const& by) {
    return by.operator_name.empty() ? std::string{unknown} : by.operator_name;
}

/// A job that runs elsewhere has no state here.
std::int64_t execution_status(frame const& in, job const& shown) {
    return shown.multi_server ? 0 : static_cast<std::int64_t>(in.world().agent.state_of(shown));
}

std::int64_t kind_of(job const& shown) {
    if (!shown.targeted)
        return 0;
    return shown.multi_server ? 2 : 1;
}

sql::row row_of(frame const& in, job const& shown) {
    sql::row row{
        shown.id,
        shown.multi_server ? std::string{"MSX"} : in.world().spec.name,
        shown.name,
        int_value(shown.enabled),
        description_of(shown),
        int_value(shown.start_step),
        category_of(shown),
        shown.owner,
        int_value(shown.notify_eventlog),
        int_value(shown.notify_email.level),
        int_value(shown.notify_netsend.level),
        int_value(shown.notify_page.level),
        told(shown.notify_email),
        told(shown.notify_netsend),
        told(shown.notify_page),
        int_value(shown.delete_level),
        datetime_value(shown.created),
        datetime_value(shown.modified),
        int_value(shown.version),
    };
    row.insert(row.end(), {int_value(shown.last.date), int_value(shown.last.time),
                           int_value(shown.last.outcome), int_value(0), int_value(0), int_value(0),
                           int_value(execution_status(in, shown)), current_step(shown),
                           int_value(shown.run == nullptr ? 0 : shown.run->retry),
                           int_value(shown.step_count()), int_value(shown.scheduled),
                           int_value(shown.targeted), int_value(kind_of(shown))});
    return row;
}

} // namespace

std::string category_of(job const& of) {
    return of.category.empty() ? std::string{"[Uncategorized (Local)]"} : of.category;
}

std::string description_of(job const& of) {
    return of.description.empty() ? std::string{"No description available."} : of.description;
}

sql::result_set jobs_shown(frame const& in, std::vector<job const*> const& jobs) {
    auto set = empty_set();
    set.rows.reserve(jobs.size());
    for (auto const* const each : jobs)
        set.rows.push_back(row_of(in, *each));
    return set;
}

sql::result_set schedules_of(frame const& in, job const& owner) {
    sql::result_set set{
        {int_column("schedule_id", nulls::none), name_column("schedule_name", nulls::none),
         int_column("enabled", nulls::none), int_column("freq_type", nulls::none),
         int_column("freq_interval", nulls::none), int_column("freq_subday_type", nulls::none),
         int_column("freq_subday_interval", nulls::none),
         int_column("freq_relative_interval", nulls::none),
         int_column("freq_recurrence_factor", nulls::none),
         int_column("active_start_date", nulls::none), int_column("active_end_date", nulls::none),
         int_column("active_start_time", nulls::none), int_column("active_end_time", nulls::none),
         datetime_column("date_created", nulls::none), text_column("schedule_description", 4000),
         int_column("next_run_date", nulls::none), int_column("next_run_time", nulls::none),
         id_column("schedule_uid", nulls::none), int_column("job_count")},
        {}};
    if (!owner.scheduled)
        return set;
    // Every night at two o'clock, one schedule a job.
    set.rows.push_back({int_value(1), std::string{"nightly"}, int_value(1), int_value(4),
                        int_value(1), int_value(1), int_value(0), int_value(0), int_value(0),
                        int_value(20'000'101), int_value(99'991'231), int_value(20'000),
                        int_value(235'959), datetime_value(owner.created),
                        std::string{"(Description not requested)"},
                        int_value(run_date(in.world().now() + std::chrono::days{1})),
                        int_value(20'000), owner.id, int_value(1)});
    return set;
}

} // namespace ssislb::sim::detail
