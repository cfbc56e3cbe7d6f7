// A forecast for people and for programs.
#pragma once

#include <ssislb/model/parent_package.hpp>
#include <ssislb/scheduler/capacity_advice.hpp>
#include <ssislb/scheduler/forecast.hpp>
#include <ssislb/scheduler/makespan_spread.hpp>

#include <optional>
#include <string>

namespace ssislb {

struct forecast_report {
    forecast expected;
    capacity_advice capacity;
    /// None: not asked for.
    std::optional<makespan_spread> spread;
    /// The sigma of the spread.
    double noise = 0;
};

/// Times of each task, load of each server, critical path, Gantt chart, what to add next, the
/// totals. The chart is ASCII but for the names in it, and `width` columns wide if that leaves room
/// for bars. Ends with a line end.
///
/// Preconditions: the forecast is one of the package.
[[nodiscard]] std::string to_text(parent_package const&, forecast_report const&, int width);

/// JSON Lines: a `task_forecast` each task, a `server_forecast` each server, a `critical_step` each
/// task of the critical path, a `capacity_option` each change tried, a `makespan_spread` if there
/// is one, and at the end a `forecast`. Lengths of time are seconds; instants are seconds from the
/// beginning of the run. Each line has its end.
///
/// Preconditions: the forecast is one of the package.
[[nodiscard]] std::string to_json_lines(parent_package const&, forecast_report const&);

} // namespace ssislb
