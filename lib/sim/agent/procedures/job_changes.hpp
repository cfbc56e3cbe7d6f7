// What the procedures that change jobs share.
#pragma once

#include "sim/agent/procedures/job_lookup.hpp"

namespace ssislb::sim::detail {

/// False: 14525 has been said. Only sysadmin changes what others own.
[[nodiscard]] bool may_change(frame const&, job const&);

/// Raises the version and dates the change.
void touch(frame const&, job& changed);

/// The steps may be shared with other jobs, so a change makes a new list.
template <class Change>
void change_steps(frame const& in, job& changed, Change change) {
    auto steps = *changed.steps;
    change(steps);
    changed.steps = std::make_shared<std::vector<step_spec> const>(std::move(steps));
    touch(in, changed);
}

} // namespace ssislb::sim::detail
