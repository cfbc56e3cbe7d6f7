// A machine made from the events that another one was fed.
#pragma once

#include <ssislb/scheduler/scheduler.hpp>

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace ssislb::test {

/// An event that was fed, or a moment at which decisions were asked for.
struct played_step {
    timestamp at;
    std::optional<run_event> fed;
};

/// A policy, and whether it may leave what could be started.
struct tried_policy {
    char const* name;
    std::unique_ptr<placement_policy> (*make)(parent_package const&);
    bool may_wait = false;
};

/// All that a machine tells of itself.
struct machine_view {
    std::vector<task_status> tasks;
    std::vector<server_status> servers;
    run_counts counts;
    bool paused = false;
    std::optional<outcome> result;

    bool operator==(machine_view const&) const = default;
};

[[nodiscard]] machine_view view_of(scheduler const&, parent_package const&);

/// Ticks are not.
[[nodiscard]] bool is_journaled(run_event const&);

/// The lines of those decisions that tell of ends.
[[nodiscard]] std::vector<std::string> ends_in(parent_package const&,
                                               std::vector<run_decision> const&);

/// Takes what would be in a journal, one event after the other; `ends` grows by what it tells.
[[nodiscard]] scheduler replayed(parent_package const&, tried_policy, scheduler_options,
                                 std::span<played_step const>, std::vector<std::string>& ends);

} // namespace ssislb::test
