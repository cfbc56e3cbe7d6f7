#include "sim/agent/procedures/job_changes.hpp"

namespace ssislb::sim::detail {

bool may_change(frame const& in, job const& asked) {
    if (owns(in, asked) || in.caller().role == agent_role::sysadmin)
        return true;
    in.raise(14525);
    return false;
}

void touch(frame const& in, job& changed) {
    ++changed.version;
    changed.modified = in.world().now();
}

} // namespace ssislb::sim::detail
