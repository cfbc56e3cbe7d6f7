// What it counts for where a task runs on a server that it does not prefer.
#pragma once

#include <ssislb/scheduler/duration_estimates.hpp>
#include <ssislb/scheduler/server_set.hpp>

namespace ssislb::detail {

/// On a server that it does not prefer a task counts as so many times as long.
inline constexpr double detour = 1.5;

/// `preferred`: null if the task prefers none.
inline estimated_duration counted_length(estimated_duration length, server_set const* preferred,
                                         server_id server) noexcept {
    bool const liked = preferred == nullptr || preferred->contains(server);
    return liked ? length : detour * length;
}

} // namespace ssislb::detail
