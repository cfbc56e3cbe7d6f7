#include "scheduler/estimated_run.hpp"

#include "scheduler/whole_milliseconds.hpp"

namespace ssislb::detail {

virtual_run play_as_estimated(parent_package const& package, duration_estimates const& estimates,
                              play_options const& how, trial_limit limit) {
    return play(
        package, make_policy(package, limit), estimates,
        [&](task_id task, server_id on) { return whole_milliseconds(estimates.of(task, on)); },
        how);
}

} // namespace ssislb::detail
