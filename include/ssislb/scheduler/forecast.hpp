// What a run will look like, from estimates: times of each task, load of each server, and why it
// takes as long as it does.
#pragma once

#include <ssislb/base/time.hpp>
#include <ssislb/model/ids.hpp>
#include <ssislb/model/parent_package.hpp>
#include <ssislb/scheduler/duration_estimates.hpp>
#include <ssislb/scheduler/lower_bound.hpp>
#include <ssislb/scheduler/virtual_run.hpp>

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace ssislb {

/// A task that is thought to run. Instants count from the beginning of the run.
struct task_forecast {
    server_id server{};
    /// Of that server, from 0.
    std::uint32_t slot = 0;
    milliseconds begin{0};
    milliseconds end{0};
    /// How late it could begin there and the run be no longer, if all keep their slots and their
    /// order in them. Limits of the run, mutexes, tags, windows and the pace of starts are left out
    /// of account. Never before `begin`.
    milliseconds latest_begin{0};
    /// It is one of forecast::critical_path.
    bool critical = false;

    [[nodiscard]] milliseconds slack() const noexcept { return latest_begin - begin; }
};

struct server_forecast {
    std::uint32_t tasks = 0;
    /// Of all its slots together.
    milliseconds busy{0};
    /// Share of the slots' time until the end of the run, 0 to 1.
    double use = 0;
};

/// What a task waited for before it began.
enum class wait_reason : std::uint8_t {
    /// For nothing: it began with the run.
    nothing,
    /// A task before it that had to end.
    predecessor,
    /// A slot of its server.
    slot,
    /// Others to end: max_concurrent_executables was reached.
    run_limit,
    /// The scheduler held it back: for a better slot, since its job, a mutex or a tag was in use,
    /// or
    /// since its servers took no starts.
    placement,
};

[[nodiscard]] std::string_view to_string(wait_reason) noexcept;

struct critical_step {
    task_id task{};
    wait_reason waited_for = wait_reason::nothing;
    /// Between the end of the step before and this one; 0 except for `placement`.
    milliseconds gap{0};
};

struct forecast {
    /// When it was played to begin.
    play_options played;
    milliseconds makespan{0};
    /// Of the makespan, for the tasks that run.
    lower_bound bound;
    /// By task_id; none: it does not run, for it is disabled or follows failures only.
    std::vector<std::optional<task_forecast>> tasks;
    /// By server_id.
    std::vector<server_forecast> servers;
    /// The chain of tasks that made the makespan, first to last: each began when the one before
    /// had ended, so that lengths and gaps add up to the makespan.
    std::vector<critical_step> critical_path;

    /// Makespan over bound, at least 1.
    [[nodiscard]] double ratio() const noexcept;
};

/// Plays the package in virtual time with the policy that it asks for. Each task lasts as
/// estimated, rounded up to milliseconds, and succeeds; servers are all up, in their windows.
///
/// Pure. Preconditions: validate(package) is empty; the estimates are made for it.
[[nodiscard]] forecast make_forecast(parent_package const&, duration_estimates const&,
                                     play_options const& = {});

} // namespace ssislb
