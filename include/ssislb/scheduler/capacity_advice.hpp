// Which server to add next.
#pragma once

#include <ssislb/base/time.hpp>
#include <ssislb/model/ids.hpp>
#include <ssislb/model/parent_package.hpp>
#include <ssislb/scheduler/forecast.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace ssislb {

enum class capacity_change : std::uint8_t {
    /// One more slot on this server.
    slot,
    /// One more server like this one, with the same jobs.
    copy,
};

[[nodiscard]] std::string_view to_string(capacity_change) noexcept;

struct capacity_option {
    capacity_change change = capacity_change::slot;
    server_id server{};
    milliseconds makespan{0};
};

struct capacity_advice {
    /// The shortest makespan first. Where servers and tasks are many, the best three of each kind.
    std::vector<capacity_option> options;
    /// Servers that were not tried, since the plan is large: those with the least use.
    std::size_t left_out = 0;
    /// The run is as short as its longest path on the quickest servers, so nothing was tried: none
    /// of the options can help.
    bool path_binds = false;
};

/// Plays the package with each option. Where that would start more than `most_task_starts` tasks,
/// each is played quickly, in which so many tasks are started at most, and the best are played as
/// forecasts are; yet at least one server is tried.
///
/// Pure. Preconditions: validate(package) is empty; the forecast is made from it and the estimates.
[[nodiscard]] capacity_advice advise_capacity(parent_package const&, duration_estimates const&,
                                              forecast const&,
                                              std::size_t most_task_starts = 250'000);

} // namespace ssislb
