// Estimates of durations from plan and histories, and what each of them rests on.
#pragma once

#include <ssislb/model/event.hpp>
#include <ssislb/model/parent_package.hpp>
#include <ssislb/scheduler/duration_estimates.hpp>

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace ssislb {

/// What tells how long a task takes.
enum class estimate_source : std::uint8_t {
    /// Past runs of its job, on any of the servers.
    history,
    /// `expected` in the plan.
    expected,
    /// Nothing: it is taken for the median of the others, or for a minute where nothing is known.
    guess,
};

[[nodiscard]] std::string_view to_string(estimate_source) noexcept;

struct informed_estimates {
    duration_estimates values;
    /// By task.
    std::vector<estimate_source> sources;
};

/// As a run would estimate once it had read these histories.
///
/// Pure. Preconditions: the ids are those of the package.
[[nodiscard]] informed_estimates inform_estimates(parent_package const&,
                                                  std::span<event::history_read const> = {});

} // namespace ssislb
