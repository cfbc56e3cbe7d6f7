// The policy that leaves placement to the author of the plan.
#include "scheduler/home_policy.hpp"

#include <ssislb/scheduler/policies.hpp>

#include <algorithm>
#include <vector>

namespace ssislb {
namespace {

/// In the order of the task's list, else of the plan. A disabled task may have none.
std::vector<server_id> choices_of(parent_package const& package, task const& of) {
    std::vector<server_id> choices;
    for (auto const& name : of.servers)
        choices.push_back(*package.find_server(name));
    for (std::uint32_t s = 0; of.servers.empty() && s < package.servers.size(); ++s)
        choices.push_back(server_id{s});
    std::erase_if(choices, [&](server_id one) { return !may_run(of, package[one]); });
    return choices;
}

class pinned final : public detail::home_policy {
public:
    explicit pinned(parent_package const& package) {
        choices_.reserve(package.tasks.size());
        for (task const& one : package.tasks)
            choices_.push_back(choices_of(package, one));
    }

private:
    [[nodiscard]] server_id first_home_of(task_id task) const override {
        return choices_[index(task)].front();
    }

    [[nodiscard]] server_id home_of(task_id task, server_set const& takers) const override {
        return *std::ranges::find_if(choices_[index(task)],
                                     [&](server_id one) { return takers.contains(one); });
    }

    /// By task.
    std::vector<std::vector<server_id>> choices_;
};

} // namespace

std::unique_ptr<placement_policy> make_pinned_policy(parent_package const& package) {
    return std::make_unique<pinned>(package);
}

} // namespace ssislb
