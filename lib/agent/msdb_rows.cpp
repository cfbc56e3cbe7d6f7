#include "agent/msdb_rows.hpp"

#include "agent/activity_reader.hpp"
#include "agent/agent_time.hpp"
#include "agent/row_reader.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

namespace ssislb::detail {
namespace {

/// A reader looks the columns up when it is made for a set.
template <class Reader>
auto read_rows(tds::result const& answer) {
    std::vector<decltype(std::declval<Reader>().row(0))> rows;
    if (auto const* set = set_with(answer, Reader::landmark)) {
        Reader const reader(*set);
        rows.reserve(set->size());
        for (std::size_t row = 0; row < set->size(); ++row)
            rows.push_back(reader.row(row));
    }
    return rows;
}

using position = std::optional<std::size_t>;

/// Of sp_help_job.
struct job_reader {
    static constexpr auto landmark = "current_execution_status";

    explicit job_reader(tds::row_set const& from)
        : set(from) {}

    [[nodiscard]] agent_job row(std::size_t at) const {
        row_reader const from(set, at);
        agent_job job;
        job.id = from.id(id);
        job.name = from.text(name);
        job.enabled = from.number_or(enabled, 0) != 0;
        job.has_target = from.number_or(has_target, 0) != 0;
        job.has_schedule = from.number_or(has_schedule, 0) != 0;
        job.has_step = from.number_or(has_step, 0) != 0;
        job.type = from.number_or(type, 0);
        job.execution_status = from.number_or(execution_status, 0);
        job.execution_step = from.text(execution_step);
        job.owner = from.text(owner);
        job.category = from.text(category);
        job.description = from.text(description);
        job.last_run = from.instant(last_run_date, last_run_time);
        job.last_run_outcome = to_outcome(from.number_or(last_run_outcome, 5));
        return job;
    }

    tds::row_set const& set;
    position id = set.column("job_id");
    position name = set.column("name");
    position enabled = set.column("enabled");
    position has_target = set.column("has_target");
    position has_schedule = set.column("has_schedule");
    position has_step = set.column("has_step");
    position type = set.column("type");
    position execution_status = set.column(landmark);
    position execution_step = set.column("current_execution_step");
    position owner = set.column("owner");
    position category = set.column("category");
    position description = set.column("description");
    position last_run_date = set.column("last_run_date");
    position last_run_time = set.column("last_run_time");
    position last_run_outcome = set.column("last_run_outcome");
};

/// Of sp_help_jobhistory.
struct history_reader {
    static constexpr auto landmark = "instance_id";

    explicit history_reader(tds::row_set const& from)
        : set(from) {}

    [[nodiscard]] job_history_row row(std::size_t at) const {
        row_reader const from(set, at);
        job_history_row history;
        history.instance_id = from.number_or(instance, 0);
        history.job = from.id(job);
        history.job_name = from.text(job_name);
        history.step = from.number_or(step, 0);
        history.step_name = from.text(step_name);
        history.sql_message = from.number_or(sql_message, 0);
        history.sql_severity = from.number_or(sql_severity, 0);
        history.message = from.text(message);
        history.status = from.number_or(status, 5);
        history.started = from.instant(date, time);
        history.duration = decode_run_duration(from.number_or(duration, 0));
        history.retries = from.number_or(retries, 0);
        history.server = from.text(server);
        return history;
    }

    tds::row_set const& set;
    position instance = set.column(landmark);
    position job = set.column("job_id");
    position job_name = set.column("job_name");
    position step = set.column("step_id");
    position step_name = set.column("step_name");
    position sql_message = set.column("sql_message_id");
    position sql_severity = set.column("sql_severity");
    position message = set.column("message");
    position status = set.column("run_status");
    position date = set.column("run_date");
    position time = set.column("run_time");
    position duration = set.column("run_duration");
    position retries = set.column("retries_attempted");
    position server = set.column("server");
};

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
    return read_rows<job_reader>(answer);
}

std::vector<job_activity> read_activity(tds::result const& answer) {
    return read_rows<activity_reader>(answer);
}

std::vector<job_history_row> read_history(tds::result const& answer) {
    return read_rows<history_reader>(answer);
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

std::optional<server_time> read_time(tds::result const& answer) {
    auto const* set = set_with(answer, "server_time");
    return set != nullptr && !set->empty() ? row_reader(*set, 0).time("server_time") : std::nullopt;
}

std::optional<session_facts> read_facts(tds::result const& answer) {
    auto const* set = set_with(answer, "product_version");
    if (set == nullptr || set->empty())
        return std::nullopt;
    row_reader const row(*set, 0);
    session_facts facts;
    facts.product_version = row.text("product_version");
    facts.server_name = row.text("server_name");
    facts.login = row.text("login_name");
    facts.now = row.time("server_time").value_or(server_time{});
    facts.reads_activity =
        row.number_or("reads_activity", 0) == 1 && row.number_or("reads_sessions", 0) == 1;
    return facts;
}

} // namespace ssislb::detail
