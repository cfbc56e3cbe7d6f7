#include "report/text_table.hpp"

#include <ssislb/report/summary_text.hpp>

#include <fmt/format.h>

#include <chrono>
#include <cstdint>
#include <iterator>
#include <optional>
#include <ratio>
#include <vector>

namespace ssislb {
namespace {

using detail::text_table;

/// Rounded up: it stays a bound.
std::string to_tenths(milliseconds length) {
    return format_duration(
        std::chrono::ceil<std::chrono::duration<std::int64_t, std::deci>>(length));
}

std::string since_start(run_summary const& run, std::optional<timestamp> at) {
    return at ? '+' + format_duration(std::chrono::round<std::chrono::seconds>(*at - run.started))
              : std::string();
}

std::string result_of(task_summary const& how) {
    std::string text(to_string(how.result));
    if (how.skipped)
        text += fmt::format(" ({})", to_string(*how.skipped));
    else if (how.why != settle_reason::attempt)
        text += fmt::format(" ({})", to_string(how.why));
    return text;
}

text_table tasks_of(parent_package const& package, run_summary const& run) {
    text_table table({"task", "outcome", "server", "attempts", "started", "ended"});
    for (std::size_t i = 0; i < run.tasks.size(); ++i) {
        auto const& how = run.tasks[i];
        table.add({package.tasks[i].name, result_of(how),
                   how.server ? package[*how.server].name : "", std::to_string(how.attempts),
                   since_start(run, how.started), since_start(run, how.finished)});
    }
    return table;
}

text_table servers_of(parent_package const& package, run_summary const& run) {
    text_table table(
        {"server", "speed", "jobs", "failed", "busy", "statements", "polls", "reconnects"});
    for (std::size_t i = 0; i < run.servers.size(); ++i) {
        auto const& how = run.servers[i];
        table.add({package.servers[i].name, fmt::format("{:.2f}", how.learned_speed),
                   std::to_string(how.attempts), std::to_string(how.failed),
                   format_duration(std::chrono::round<std::chrono::seconds>(how.busy)),
                   std::to_string(how.statements), std::to_string(how.status_polls),
                   std::to_string(how.reconnects)});
    }
    return table;
}

void write_troubles(parent_package const& package, run_summary const& run, std::string& to) {
    for (std::size_t i = 0; i < run.tasks.size(); ++i) {
        auto const& how = run.tasks[i];
        if (how.message.empty() || how.result == outcome::succeeded)
            continue;
        fmt::format_to(std::back_inserter(to), "{}: {}{}\n", package.tasks[i].name,
                       how.failed_step.empty() ? "" : "step " + how.failed_step + ": ",
                       how.message);
    }
    if (!to.ends_with("\n\n"))
        to += '\n';
}

void write_totals(run_summary const& run, std::string& to) {
    std::string counts;
    for (auto const each : {outcome::succeeded, outcome::failed, outcome::canceled,
                            outcome::skipped, outcome::unknown})
        if (auto const n = run.count(each); n > 0)
            counts += fmt::format("{}{} {}", counts.empty() ? "" : ", ", n, to_string(each));
    fmt::format_to(std::back_inserter(to), "{}: {} {}: {}; makespan {}\n", to_string(run.result),
                   run.tasks.size(), run.tasks.size() == 1 ? "task" : "tasks", counts,
                   format_duration(std::chrono::round<std::chrono::seconds>(run.makespan())));
    fmt::format_to(std::back_inserter(to),
                   "{} {} started, {} statements ({:.1f} a job), {} of them status polls\n",
                   run.attempts(), run.attempts() == 1 ? "job" : "jobs", run.statements(),
                   run.statements_per_job(), run.status_polls());
    if (run.finish_by) {
        auto const late = std::chrono::round<std::chrono::seconds>(run.finished - *run.finish_by);
        fmt::format_to(std::back_inserter(to), "deadline {}: {}\n", to_rfc3339(*run.finish_by),
                       late.count() > 0 ? "missed by " + format_duration(late)
                                        : "kept, " + format_duration(-late) + " to spare");
    }
    auto const median = run.median_detection_delay(), greatest = run.greatest_detection_delay();
    if (median && greatest)
        fmt::format_to(std::back_inserter(to),
                       "ends of jobs were seen within {} (median), {} at the most\n",
                       to_tenths(*median), to_tenths(*greatest));
}

} // namespace

std::string to_text(parent_package const& package, run_summary const& run) {
    std::string text;
    tasks_of(package, run).write(text);
    text += '\n';
    servers_of(package, run).write(text);
    text += '\n';
    write_troubles(package, run, text);
    write_totals(run, text);
    return text;
}

} // namespace ssislb
