// What can be wanted of a run under way, and what the run answers.
#pragma once

#include <ssislb/model/ids.hpp>
#include <ssislb/scheduler/status.hpp>

#include <cstdint>
#include <optional>
#include <variant>

namespace ssislb {

namespace control {

/// The server takes no new work, finishes what runs.
struct drain {
    server_id server{};
};

/// The server takes work again.
struct undrain {
    server_id server{};
};

/// The server has so many slots from now on. Fewer than are held: nothing is stopped, and nothing
/// starts there until enough has ended.
struct limit {
    server_id server{};
    /// From 1 to most_slots.
    std::uint32_t max_jobs = 1;
};

/// The task starts no job (any more), as if the plan said `enabled = false`.
struct skip {
    task_id task{};
};

/// Nothing is started from now on; what runs goes on.
struct pause {};

/// Starts happen again.
struct proceed {};

/// The run ends early: nothing more is started.
struct cancel {
    /// Our running jobs are stopped as well (sp_stop_job); their ends are waited for.
    bool stop_jobs = false;
};

} // namespace control

using run_control = std::variant<control::drain, control::undrain, control::limit, control::skip,
                                 control::pause, control::proceed, control::cancel>;

/// The state that results.
struct control_answer {
    /// False where it was so already: nothing was changed, and nothing is in the journal.
    bool changed = false;
    bool paused = false;
    run_counts counts;
    /// Of the server or the task that was named; none: another one, or none at all.
    std::optional<server_status> server;
    std::optional<task_status> task;
};

} // namespace ssislb
