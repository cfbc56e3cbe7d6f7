// Which constraints held in a virtual run, and what they left room for.
#pragma once

#include "scheduler/task_graph.hpp"

#include <ssislb/scheduler/virtual_run.hpp>

#include <cstdint>
#include <optional>
#include <vector>

namespace ssislb::detail {

struct played_task {
    /// It ran; or it is disabled and counts as succeeded.
    bool reached = false;
    /// A disabled task has no length.
    milliseconds begin{0};
    milliseconds end{0};
    /// What let it begin: each predecessor, or of `any` the first that ended.
    std::vector<std::uint32_t> waited_on;
    /// When the last of these had ended, and the last task that ran until then.
    milliseconds released{0};
    std::optional<std::uint32_t> released_by;
};

/// By task.
[[nodiscard]] std::vector<played_task> played_precedence(parent_package const&, task_graph const&,
                                                         virtual_run const&);

/// By task, how late it could begin and the run be no longer: others keep their slots, their order
/// in these, and what they waited on. `slots` are those of the attempts.
[[nodiscard]] std::vector<milliseconds> latest_begins(task_graph const&, virtual_run const&,
                                                      std::vector<std::uint32_t> const& slots,
                                                      std::vector<played_task> const&);

/// The tasks that were reached with the constraints that can hold among them, in plan order.
[[nodiscard]] parent_package reached_package(parent_package const&,
                                             std::vector<played_task> const&);

} // namespace ssislb::detail
