#include "agent/msdb_rows.hpp"

#include "agent/activity_reader.hpp"
#include "agent/agent_time.hpp"
#include "agent/row_reader.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace ssislb::detail {
namespace {

template <class Row>
std::vector<Row> read_rows(tds::result const& answer, std::string_view column,
                           Row (*read)(row_reader const&)) {
    std::vector<Row> rows;
    if (auto const* set = set_with(answer, column)) {
        rows.reserve(set->size());
        for (std::size_t row = 0; row < set->size(); ++row)
            rows.push_back(read(row_reader(*set, row)));
    }
    return rows;
}

agent_job read_job(row_reader const& row) {
    agent_job job;
    job.id = row.id("job_id");
    job.name = row.text("name");
    job.enabled = row.number_or("enabled", 0) != 0;
    job.has_target = row.number_or("has_target", 0) != 0;
    job.has_schedule = row.number_or("has_schedule", 0) != 0;
    job.has_step = row.number_or("has_step", 0) != 0;
    job.type = row.number_or("type", 0);
    job.execution_status = row.number_or("current_execution_status", 0);
    job.execution_step = row.text("current_execution_step");
    job.owner = row.text("owner");
    job.category = row.text("category");
    job.description = row.text("description");
    job.last_run = row.instant("last_run_date", "last_run_time");
    job.last_run_outcome = to_outcome(row.number_or("last_run_outcome", 5));
    return job;
}

job_history_row read_history_row(row_reader const& row) {
    job_history_row history;
    history.instance_id = row.number_or("instance_id", 0);
    history.job = row.id("job_id");
    history.job_name = row.text("job_name");
    history.step = row.number_or("step_id", 0);
    history.step_name = row.text("step_name");
    history.sql_message = row.number_or("sql_message_id", 0);
    history.sql_severity = row.number_or("sql_severity", 0);
    history.message = row.text("message");
    history.status = row.number_or("run_status", 5);
    history.started = row.instant("run_date", "run_time");
    history.duration = decode_run_duration(row.number_or("run_duration", 0));
    history.retries = row.number_or("retries_attempted", 0);
    history.server = row.text("server");
    return history;
}

/// The documentation calls the subsystem Dts where real steps say SSIS.
bool is_package(std::string_view subsystem) {
    constexpr std::array<std::string_view, 2> names{"ssis", "dts"};
    auto const same = [subsystem](std::string_view name) {
        return std::ranges::equal(subsystem, name, [](char left, char right) {
            return (left >= 'A' && left <= 'Z' ? left - 'A' + 'a' : left) == right;
        });
    };
    return std::ranges::any_of(names, same);
}

} // namespace

std::vector<agent_job> read_jobs(tds::result const& answer) {
    return read_rows<agent_job>(answer, "current_execution_status", read_job);
}

std::vector<job_activity> read_activity(tds::result const& answer) {
    std::vector<job_activity> rows;
    if (auto const* set = set_with(answer, activity_reader::landmark)) {
        activity_reader const reader(*set);
        rows.reserve(set->size());
        for (std::size_t row = 0; row < set->size(); ++row)
            rows.push_back(reader.row(row));
    }
    return rows;
}

std::vector<job_history_row> read_history(tds::result const& answer) {
    return read_rows<job_history_row>(answer, "instance_id", read_history_row);
}

package_steps read_steps(tds::result const& answer) {
    std::vector<package_step> packages;
    auto const* set = set_with(answer, "subsystem");
    if (set == nullptr)
        return std::nullopt;
    for (std::size_t row = 0; row < set->size(); ++row)
        if (row_reader const step(*set, row); is_package(step.text("subsystem")))
            packages.push_back({step.number_or("step_id", 0), step.text("step_name"),
                                to_outcome(step.number_or("last_run_outcome", 5)),
                                step.instant("last_run_date", "last_run_time")});
    return packages;
}

std::optional<last_run> read_last_run(tds::result const& answer) {
    auto const* set = set_with(answer, "last_run_date");
    if (set == nullptr || set->empty())
        return std::nullopt;
    row_reader const row(*set, 0);
    return last_run{row.instant("last_run_date", "last_run_time"),
                    to_outcome(row.number_or("last_run_outcome", 5)),
                    decode_run_duration(row.number_or("last_run_duration", 0)),
                    row.text("last_outcome_message")};
}

std::optional<session_facts> read_facts(tds::result const& answer) {
    auto const* set = set_with(answer, "product_version");
    if (set == nullptr || set->empty())
        return std::nullopt;
    row_reader const row(*set, 0);
    session_facts facts;
    facts.product_version = row.text("product_version");
    facts.server_name = row.text("server_name");
    facts.now = row.time("server_time").value_or(server_time{});
    facts.reads_activity =
        row.number_or("reads_activity", 0) == 1 && row.number_or("reads_sessions", 0) == 1;
    return facts;
}

} // namespace ssislb::detail
