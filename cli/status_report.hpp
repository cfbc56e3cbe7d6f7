// How a recorded run stands, as text and as JSON.
#pragma once

#include <ssislb/journal/run_record.hpp>
#include <ssislb/model/parent_package.hpp>
#include <ssislb/scheduler/scheduler.hpp>

#include <span>
#include <string>

namespace ssislb::cli {

/// A run up to its last event.
struct run_state {
    run_record record;
    parent_package package;
    scheduler machine;
    /// Its last event.
    timestamp last{};
};

[[nodiscard]] run_state state_up_to_now(recorded_run const&, parent_package);

/// A line a run under a headline.
[[nodiscard]] std::string to_text(std::span<run_state const>);

/// A line a task under a headline.
[[nodiscard]] std::string tasks_to_text(run_state const&);

/// An object; with its tasks if they are wanted.
[[nodiscard]] std::string to_json_line(run_state const&, bool with_tasks);

} // namespace ssislb::cli
