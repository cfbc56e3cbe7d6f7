// The policy that deals tasks out like cards.
#include "scheduler/home_policy.hpp"

#include <ssislb/scheduler/policies.hpp>

namespace ssislb {
namespace {

class round_robin final : public detail::home_policy {
public:
    explicit round_robin(std::size_t servers)
        : servers_(servers) {}

private:
    [[nodiscard]] server_id home_of(task_id task, server_set const& takers) const override {
        auto which = server_id{static_cast<std::uint32_t>(index(task) % servers_)};
        while (!takers.contains(which))
            which = server_id{static_cast<std::uint32_t>((index(which) + 1) % servers_)};
        return which;
    }

    std::size_t servers_;
};

} // namespace

std::unique_ptr<placement_policy> make_round_robin_policy(parent_package const& package) {
    return std::make_unique<round_robin>(package.servers.size());
}

} // namespace ssislb
