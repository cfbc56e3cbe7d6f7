// A forecast for people and for programs.
#pragma once

#include <ssislb/base/time.hpp>
#include <ssislb/model/parent_package.hpp>
#include <ssislb/scheduler/capacity_advice.hpp>
#include <ssislb/scheduler/forecast.hpp>
#include <ssislb/scheduler/informed_estimates.hpp>
#include <ssislb/scheduler/makespan_spread.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace ssislb {

struct forecast_report {
    forecast expected;
    capacity_advice capacity;
    /// None: not asked for.
    std::optional<makespan_spread> spread;
    /// The sigma of the spread.
    double noise = 0;
    /// By task: what its estimate rests on.
    std::vector<estimate_source> sources;
    /// By server: the speed that estimates count with, where it is learned; empty: the plan's.
    std::vector<double> speeds;
    /// In words, how the fleet differs from the plan's.
    std::vector<std::string> changes;
    /// Told as `warning` by to_json_lines() alone: people read them before.
    std::vector<std::string> warnings;
    /// When the run would begin; none: no instants are told.
    std::optional<timestamp> begin;
    /// When it has to be through; told only where `begin` is.
    std::optional<timestamp> finish_by;

    /// Of the tasks that run.
    [[nodiscard]] std::size_t count(estimate_source) const noexcept;
};

struct forecast_text_options {
    /// Columns of the Gantt chart, if that leaves room for bars.
    int width = 80;
    /// Tasks and steps of the critical path are told one and all. Otherwise only the longest steps
    /// of a long path, and of more than 60 tasks none.
    bool all_tasks = false;
};

/// Times of each task, load of each server, critical path, Gantt chart of at most 40 lines, what to
/// add next, the totals. The chart is ASCII but for the names in it. Clock times are local ones.
/// Ends with a line end.
///
/// Preconditions: the forecast is one of the package.
[[nodiscard]] std::string to_text(parent_package const&, forecast_report const&,
                                  forecast_text_options);

/// JSON Lines: a `warning` each warning, a `task_forecast` each task, a `server_forecast` each
/// server, a `critical_step` each task of the critical path, a `capacity_option` each change tried,
/// a `makespan_spread` if there is one, and at the end a `forecast`. Lengths of time are seconds;
/// `start`, `end` and `latest_start` are seconds from the beginning of the run, `begins` and `ends`
/// UTC (RFC 3339). Each line has its end.
///
/// Preconditions: the forecast is one of the package.
[[nodiscard]] std::string to_json_lines(parent_package const&, forecast_report const&);

} // namespace ssislb
