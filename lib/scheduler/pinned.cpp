// The policy that leaves placement to the author of the plan.
#include "scheduler/home_policy.hpp"

#include <ssislb/scheduler/policies.hpp>

#include <vector>

namespace ssislb {
namespace {

class pinned final : public detail::home_policy {
public:
    explicit pinned(parent_package const& package)
        : choices_(package.tasks.size()) {
        for (std::size_t i = 0; i < choices_.size(); ++i)
            for (auto const& name : package.tasks[i].servers)
                choices_[i].push_back(*package.find_server(name));
    }

private:
    [[nodiscard]] server_id home_of(task_id task, server_set const& takers) const override {
        for (auto const one : choices_[index(task)])
            if (takers.contains(one))
                return one;
        server_id first{};
        while (!takers.contains(first))
            first = server_id{static_cast<std::uint32_t>(index(first) + 1)};
        return first;
    }

    /// By task, as the plan lists them; none: all.
    std::vector<std::vector<server_id>> choices_;
};

} // namespace

std::unique_ptr<placement_policy> make_pinned_policy(parent_package const& package) {
    return std::make_unique<pinned>(package);
}

} // namespace ssislb
