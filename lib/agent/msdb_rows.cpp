#include "agent/msdb_rows.hpp"

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

/// Looked up once a set: a server may show thousands of jobs at every poll.
struct activity_columns {
    using position = std::optional<std::size_t>;

    explicit activity_columns(tds::row_set const& set)
        : session(set.column("session_id"))
        , job(set.column("job_id"))
        , job_name(set.column("job_name"))
        , run_requested(set.column("run_requested_date"))
        , run_requested_source(set.column("run_requested_source"))
        , queued(set.column("queued_date"))
        , started(set.column("start_execution_date"))
        , last_step(set.column("last_executed_step_id"))
        , last_step_at(set.column("last_executed_step_date"))
        , stopped(set.column("stop_execution_date"))
        , next_run(set.column("next_scheduled_run_date"))
        , history(set.column("job_history_id"))
        , run_status(set.column("run_status"))
        , message(set.column("message")) {}

    position session, job, job_name, run_requested, run_requested_source, queued, started;
    position last_step, last_step_at, stopped, next_run, history, run_status, message;
};

job_activity read_activity_row(row_reader const& row, activity_columns const& at) {
    job_activity activity;
    activity.session = row.number_or(at.session, 0);
    activity.job = row.id(at.job);
    activity.job_name = row.text(at.job_name);
    activity.run_requested = row.time(at.run_requested);
    activity.run_requested_source = row.text(at.run_requested_source);
    activity.queued = row.time(at.queued);
    activity.started = row.time(at.started);
    activity.last_executed_step = row.number(at.last_step);
    activity.last_executed_step_at = row.time(at.last_step_at);
    activity.stopped = row.time(at.stopped);
    activity.next_scheduled_run = row.time(at.next_run);
    activity.history = row.number(at.history);
    activity.run_status = row.number(at.run_status);
    activity.message = row.text(at.message);
    return activity;
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
    if (auto const* set = set_with(answer, "run_requested_date")) {
        activity_columns const columns(*set);
        rows.reserve(set->size());
        for (std::size_t row = 0; row < set->size(); ++row)
            rows.push_back(read_activity_row(row_reader(*set, row), columns));
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
    return facts;
}

} // namespace ssislb::detail
