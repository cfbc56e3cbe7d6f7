#include "status_report.hpp"

#include "control_answer_text.hpp"
#include "journal_place.hpp"

#include <ssislb/scheduler/policies.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>
#include <vector>

namespace ssislb::cli {
namespace {

namespace json = boost::json;

using row = std::vector<std::string>;

std::string aligned(std::vector<row> const& rows) {
    std::vector<std::size_t> widths;
    for (auto const& each : rows) {
        widths.resize(std::max(widths.size(), each.size()));
        for (std::size_t i = 0; i < each.size(); ++i)
            widths[i] = std::max(widths[i], each[i].size());
    }
    std::string text;
    for (auto const& each : rows) {
        for (std::size_t i = 0; i + 1 < each.size(); ++i)
            text += fmt::format("{:<{}}  ", each[i], widths[i]);
        text += each.back() + '\n';
    }
    return text;
}

std::string in_seconds(timestamp at) {
    return to_rfc3339(std::chrono::floor<std::chrono::seconds>(at));
}

std::string counted(run_counts const& counts, std::size_t tasks) {
    auto const settled =
        counts.succeeded + counts.failed + counts.canceled + counts.skipped + counts.unknown;
    auto text = fmt::format("{} of {} settled", settled, tasks);
    std::array<std::pair<std::uint32_t, char const*>, 6> const others{
        {{counts.live, "running"},
         {counts.ready, "ready"},
         {counts.delayed, "to be retried"},
         {counts.failed, "failed"},
         {counts.canceled, "canceled"},
         {counts.unknown, "unknown"}}};
    for (auto const& [count, what] : others)
        if (count > 0)
            text += fmt::format(", {} {}", count, what);
    return text;
}

std::string number_of(run_state const& of) {
    return std::to_string(static_cast<std::int64_t>(of.record.number));
}

row describe(run_state const& of, task_id id) {
    auto const status = of.machine.status(id);
    auto const state = status.result ? to_string(*status.result) : to_string(status.state);
    return {printable(of.package[id].name), std::string(state),
            status.started > 0 ? std::to_string(status.started) : "",
            status.server ? of.package[*status.server].name : "",
            status.running_since ? in_seconds(*status.running_since) : ""};
}

json::object task_object(run_state const& of, task_id id) {
    auto const status = of.machine.status(id);
    json::object line{{"task", of.package[id].name},
                      {"state", to_string(status.state)},
                      {"attempts", status.started}};
    if (status.result)
        line["outcome"] = to_string(*status.result);
    if (status.server)
        line["server"] = of.package[*status.server].name;
    if (status.running_since)
        line["since"] = to_rfc3339(*status.running_since);
    return line;
}

json::object count_object(run_counts const& counts) {
    return {{"waiting", counts.waiting},     {"ready", counts.ready},
            {"delayed", counts.delayed},     {"running", counts.live},
            {"succeeded", counts.succeeded}, {"failed", counts.failed},
            {"canceled", counts.canceled},   {"skipped", counts.skipped},
            {"unknown", counts.unknown}};
}

} // namespace

run_state state_up_to_now(recorded_run const& run, parent_package package) {
    std::vector<std::string> ignored;
    auto const events = run.events_for(package, ignored);
    scheduler machine(package, make_policy(package, no_trials));
    for (auto const& one : events)
        machine.feed(one.what, one.at);
    auto const last = events.empty() ? run.record.started : events.back().at;
    return {run.record, std::move(package), std::move(machine), last};
}

std::string to_text(std::span<run_state const> all) {
    std::vector<row> rows{{"RUN", "STATE", "PACKAGE", "BEGUN", "TASKS"}};
    for (auto const& each : all)
        rows.push_back({number_of(each), state_of(each.record), printable(each.package.name),
                        in_seconds(each.record.started),
                        counted(each.machine.counts(), each.package.tasks.size())});
    return aligned(rows);
}

std::string tasks_to_text(run_state const& of) {
    std::vector<row> rows{{"TASK", "STATE", "ATTEMPTS", "SERVER", "SINCE"}};
    for (std::uint32_t i = 0; i < of.package.tasks.size(); ++i)
        rows.push_back(describe(of, task_id{i}));
    return aligned(rows);
}

std::string to_json_line(run_state const& of, bool with_tasks) {
    auto const& record = of.record;
    json::object line{{"run", static_cast<std::int64_t>(record.number)},
                      {"package", of.package.name},
                      {"plan", record.what.plan},
                      {"state", record.finished        ? "finished"
                                : record.is_carried_on ? "under_way"
                                                       : "left"},
                      {"pid", record.pid},
                      {"host", record.host},
                      {"started", to_rfc3339(record.started)},
                      {"last_event", to_rfc3339(of.last)},
                      {"paused", of.machine.paused()},
                      {"counts", count_object(of.machine.counts())}};
    if (record.finished)
        line["finished"] = to_rfc3339(*record.finished);
    if (record.result)
        line["outcome"] = to_string(*record.result);
    if (with_tasks) {
        json::array tasks;
        for (std::uint32_t i = 0; i < of.package.tasks.size(); ++i)
            tasks.push_back(task_object(of, task_id{i}));
        line["tasks"] = std::move(tasks);
    }
    return json::serialize(line);
}

} // namespace ssislb::cli
