// sp_help_jobhistory: rows of sysjobhistory, newest first.
#include "sim/agent/procedures/columns.hpp"
#include "sim/agent/procedures/job_lookup.hpp"
#include "sim/agent/procedures/registry.hpp"
#include "sim/agent/text.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace ssislb::sim::detail {
namespace {

constexpr sql::type_of integer{sql::type::int_, 0};

constexpr std::array formals{
    formal{"@job_id", {sql::type::uniqueidentifier, 0}},
    formal{"@job_name", sql::sysname},
    formal{"@step_id", integer},
    formal{"@sql_message_id", integer},
    formal{"@sql_severity", integer},
    formal{"@start_run_date", integer},
    formal{"@end_run_date", integer},
    formal{"@start_run_time", integer},
    formal{"@end_run_time", integer},
    formal{"@minimum_run_duration", integer},
    formal{"@run_status", integer},
    formal{"@minimum_retries", integer},
    formal{"@oldest_first", integer, formal::use::optional, 0},
    formal{"@server", sql::sysname},
    formal{"@mode", {sql::type::varchar, 7}},
};

bool is_date(std::int64_t date) {
    std::chrono::year_month_day const day{
        std::chrono::year{static_cast<int>(date / 10'000)},
        std::chrono::month{static_cast<unsigned>(date / 100 % 100)},
        std::chrono::day{static_cast<unsigned>(date % 100)}};
    return date >= 19'900'101 && date <= 99'991'231 && day.ok();
}

bool is_time(std::int64_t time) {
    return time >= 0 && time / 10'000 < 24 && time / 100 % 100 < 60 && time % 100 < 60;
}

/// Nothing: the parameters are fine.
std::optional<int> refuse(frame const& in, arguments const& given) {
    for (auto const name : {"@start_run_date", "@end_run_date"})
        if (auto const date = given.integer(name); date && !is_date(*date))
            return in.raise_in("sp_verify_job_date", 14266, {name, "19900101..99991231"});
    for (auto const name : {"@start_run_time", "@end_run_time"})
        if (auto const time = given.integer(name); time && !is_time(*time))
            return in.raise_in("sp_verify_job_time", 14266, {name, "000000..235959"});
    if (auto const status = given.integer("@run_status"); status && (*status < 0 || *status > 5))
        return in.raise(14198, {"@run_status", "0..5"});
    return std::nullopt;
}

/// Time filters look at the time of day alone, whatever the date.
bool passes(history_row const& row, arguments const& given, std::string_view server) {
    auto const equals = [&](std::string_view name, std::int64_t actual) {
        return given.integer(name).value_or(actual) == actual;
    };
    auto const at_least = [&](std::string_view name, std::int64_t actual) {
        return given.integer(name).value_or(actual) <= actual;
    };
    auto const at_most = [&](std::string_view name, std::int64_t actual) {
        return given.integer(name).value_or(actual) >= actual;
    };
    return equals("@step_id", row.step_id) && equals("@sql_message_id", 0) &&
           equals("@sql_severity", 0) && equals("@run_status", row.run_status) &&
           at_least("@start_run_date", row.run_date) && at_most("@end_run_date", row.run_date) &&
           at_least("@start_run_time", row.run_time) && at_most("@end_run_time", row.run_time) &&
           at_least("@minimum_run_duration", row.run_duration) &&
           at_least("@minimum_retries", row.retries_attempted) &&
           same_name(given.text("@server").value_or(std::string{server}), server);
}

/// Oldest first.
std::vector<history_row const*> candidates(frame const& in, job const* wanted) {
    auto const& history = in.world().history;
    std::vector<history_row const*> result;
    if (wanted != nullptr) {
        for (auto const id : wanted->history)
            result.push_back(history.find(id));
        return result;
    }
    for (auto const& [id, row] : history.rows())
        if (auto const* const owner = in.world().jobs.find(row.job_id);
            owner != nullptr && may_see(in, *owner))
            result.push_back(&row);
    return result;
}

std::string name_of_job(frame const& in, history_row const& row) {
    return in.world().jobs.find(row.job_id)->name;
}

using rows = std::vector<history_row const*>;

sql::result_set full(frame const& in, rows const& chosen) {
    sql::result_set set{
        {int_column("instance_id", nulls::none), id_column("job_id", nulls::none),
         name_column("job_name", nulls::none), int_column("step_id", nulls::none),
         name_column("step_name", nulls::none), int_column("sql_message_id", nulls::none),
         int_column("sql_severity", nulls::none), text_column("message", 4000),
         int_column("run_status", nulls::none), int_column("run_date", nulls::none),
         int_column("run_time", nulls::none), int_column("run_duration", nulls::none),
         name_column("operator_emailed"), name_column("operator_netsent"),
         name_column("operator_paged"), int_column("retries_attempted", nulls::none),
         name_column("server", nulls::none)},
        {}};
    for (auto const* const row : chosen)
        set.rows.push_back({int_value(row->instance_id), row->job_id, name_of_job(in, *row),
                            int_value(row->step_id), row->step_name, int_value(0), int_value(0),
                            row->message, int_value(row->run_status), int_value(row->run_date),
                            int_value(row->run_time), int_value(row->run_duration), sql::value{},
                            sql::value{}, sql::value{}, int_value(row->retries_attempted),
                            in.world().spec.name});
    return set;
}

sql::result_set summary(frame const& in, rows const& chosen) {
    sql::result_set set{{id_column("job_id", nulls::none), name_column("job_name", nulls::none),
                         int_column("run_status", nulls::none), int_column("run_date", nulls::none),
                         int_column("run_time", nulls::none),
                         int_column("run_duration", nulls::none), name_column("operator_emailed"),
                         name_column("operator_netsent"), name_column("operator_paged"),
                         int_column("retries_attempted", nulls::none),
                         name_column("server", nulls::none)},
                        {}};
    for (auto const* const row : chosen)
        set.rows.push_back({row->job_id, name_of_job(in, *row), int_value(row->run_status),
                            int_value(row->run_date), int_value(row->run_time),
                            int_value(row->run_duration), sql::value{}, sql::value{}, sql::value{},
                            int_value(row->retries_attempted), in.world().spec.name});
    return set;
}

sql::result_set for_enterprise_manager(rows const& chosen) {
    sql::result_set set{{int_column("step_id", nulls::none), name_column("step_name", nulls::none),
                         text_column("message", 4000), int_column("run_status", nulls::none),
                         int_column("run_date", nulls::none), int_column("run_time", nulls::none),
                         name_column("operator_emailed"), name_column("operator_netsent"),
                         name_column("operator_paged")},
                        {}};
    for (auto const* const row : chosen)
        set.rows.push_back({int_value(row->step_id), row->step_name, row->message,
                            int_value(row->run_status), int_value(row->run_date),
                            int_value(row->run_time), sql::value{}, sql::value{}, sql::value{}});
    return set;
}

int help(frame const& in, arguments& given) {
    auto const [wanted, failed] = verify_optional_job(in, given, start_up_test::made);
    if (failed)
        return 1;
    if (auto const refused = refuse(in, given))
        return *refused;
    auto const mode = folded(given.text("@mode").value_or("SUMMARY"));
    if (mode != "full" && mode != "summary" && mode != "sem")
        return in.raise(14266, {"@mode", "SEM, SUMMARY, FULL"});
    auto chosen = candidates(in, wanted);
    std::erase_if(
        chosen, [&](history_row const* row) { return !passes(*row, given, in.world().spec.name); });
    if (given.integer("@oldest_first") != 1)
        std::ranges::reverse(chosen);
    if (mode == "full")
        in.send(full(in, chosen));
    else
        in.send(mode == "sem" ? for_enterprise_manager(chosen) : summary(in, chosen));
    return 0;
}

} // namespace

procedure const sp_help_jobhistory{"sp_help_jobhistory", formals, help};

} // namespace ssislb::sim::detail
