#include <ssislb/scheduler/policies.hpp>

namespace ssislb {

std::unique_ptr<placement_policy> make_policy(parent_package const& package, trial_limit limit) {
    switch (package.policy) {
    case policy_kind::critical_path:
        break;
    case policy_kind::fastest_free:
        return make_fastest_free_policy();
    case policy_kind::least_loaded:
        return make_least_loaded_policy();
    case policy_kind::round_robin:
        return make_round_robin_policy(package);
    case policy_kind::pinned:
        return make_pinned_policy(package);
    }
    return make_critical_path_policy(limit);
}

} // namespace ssislb
