#include "scheduler/estimated_run.hpp"

#include <cmath>

namespace ssislb::detail {

virtual_run play_as_estimated(parent_package const& package, duration_estimates const& estimates) {
    return play(package, make_critical_path_policy(), estimates, [&](task_id task, server_id on) {
        constexpr double rounding = 1e-6;
        return milliseconds(std::llround(std::ceil(estimates.of(task, on).count() - rounding)));
    });
}

} // namespace ssislb::detail
