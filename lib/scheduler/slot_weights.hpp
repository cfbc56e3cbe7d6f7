// What the time of each server's slots is worth for a bound on the time of all.
#pragma once

#include <ssislb/model/parent_package.hpp>
#include <ssislb/scheduler/duration_estimates.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ssislb::detail {

/// A weight for each server, such that all slots of all servers together weigh 1. A task takes at
/// least the least of its lengths times the server's weight from every run; the sum of that over
/// all tasks is a bound on the makespan, whatever the weights (the dual of a linear programme).
///
/// They are in proportion to speeds, which is best where every task may run on every server and
/// servers differ by speed alone; else they are bettered step by step.
class slot_weights {
public:
    slot_weights(parent_package const&, duration_estimates const&);

    /// What the task takes of all slots together, at least.
    [[nodiscard]] double share(task_id) const;

private:
    struct choice {
        std::size_t server = 0;
        double share = 0;
    };

    /// Each task on its cheapest server: their shares, and by server the time of a slot.
    struct assignment {
        double sum = 0;
        std::vector<double> loads;
    };

    void weigh_by_speed();
    [[nodiscard]] bool is_best_by_speed() const;
    void better();
    [[nodiscard]] assignment spread() const;
    /// Servers with more load than others become dearer.
    void shift(std::vector<double> const& loads, double by);
    [[nodiscard]] choice cheapest(std::uint32_t task) const;
    void normalize();

    parent_package const& package_;
    duration_estimates const& estimates_;
    std::vector<double> weights_;
};

} // namespace ssislb::detail
