// A run played in virtual time: the scheduler's decisions are answered by durations, not by
// servers.
#pragma once

#include <ssislb/base/local_time.hpp>
#include <ssislb/base/time.hpp>
#include <ssislb/model/parent_package.hpp>
#include <ssislb/scheduler/duration_estimates.hpp>
#include <ssislb/scheduler/placement_policy.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace ssislb {

/// A task at work on a server, from the beginning of the run on.
struct virtual_attempt {
    task_id task{};
    server_id server{};
    milliseconds begin{0};
    milliseconds end{0};

    bool operator==(virtual_attempt const&) const = default;
};

struct virtual_run {
    /// In the order in which they began.
    std::vector<virtual_attempt> attempts;
    /// Until the last one ended.
    milliseconds makespan{0};
};

/// How long a task really lasts on a server; at least a millisecond is taken.
using true_duration = std::function<milliseconds(task_id, server_id)>;

/// Times of day matter where servers have windows.
struct play_options {
    timestamp start{};
    /// In which the plan's times of day are meant.
    local_zone zone{};
};

/// Plays the package on servers that are all up and answer at once; every task that runs succeeds.
/// What the scheduler knows are the estimates; how long tasks last, `durations` tells.
///
/// Preconditions: validate(package) is empty; the policy is not null.
[[nodiscard]] virtual_run play(parent_package const&, std::unique_ptr<placement_policy>,
                               duration_estimates const&, true_duration const& durations,
                               play_options const& = {});

/// The same where tasks last as long as they are thought to.
[[nodiscard]] virtual_run play(parent_package const&, std::unique_ptr<placement_policy>,
                               duration_estimates const&, play_options const& = {});

} // namespace ssislb
