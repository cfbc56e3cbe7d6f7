// The policy that deals tasks out like cards.
#include "scheduler/home_policy.hpp"

#include <ssislb/scheduler/policies.hpp>

#include <vector>

namespace ssislb {
namespace {

class round_robin final : public detail::home_policy {
public:
    explicit round_robin(parent_package const& package)
        : servers_(package.servers.size()) {
        first_.reserve(package.tasks.size());
        // A disabled task needs no server, and may have none.
        for (std::uint32_t i = 0; i < package.tasks.size(); ++i)
            first_.push_back(!package.tasks[i].enabled
                                 ? server_id{}
                                 : next_from(i % servers_, [&](server_id one) {
                                       return may_run(package.tasks[i], package[one]);
                                   }));
    }

private:
    [[nodiscard]] server_id first_home_of(task_id task) const override {
        return first_[index(task)];
    }

    [[nodiscard]] server_id home_of(task_id task, server_set const& takers) const override {
        return next_from(index(first_home_of(task)),
                         [&](server_id one) { return takers.contains(one); });
    }

    /// The first good one from there on, round about. There is one.
    template <class Good>
    [[nodiscard]] server_id next_from(std::size_t at, Good good) const {
        while (!good(server_id{static_cast<std::uint32_t>(at)}))
            at = (at + 1) % servers_;
        return server_id{static_cast<std::uint32_t>(at)};
    }

    std::size_t servers_;
    std::vector<server_id> first_;
};

} // namespace

std::unique_ptr<placement_policy> make_round_robin_policy(parent_package const& package) {
    return std::make_unique<round_robin>(package);
}

} // namespace ssislb
