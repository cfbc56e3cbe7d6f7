// Precedence constraints of a run: which of them hold, which are broken, whom an end concerns.
#pragma once

#include <ssislb/model/parent_package.hpp>

#include <cstdint>
#include <vector>

namespace ssislb::detail {

enum class precedence_verdict : std::uint8_t {
    /// It depends on predecessors that have not ended.
    open,
    /// The task may start.
    holds,
    /// The task can never start.
    broken,
};

class precedence {
public:
    explicit precedence(parent_package const&);

    [[nodiscard]] precedence_verdict verdict(task_id) const noexcept;

    /// The task has ended so, `skipped` satisfying nothing. Appends the successors whose verdict
    /// is no longer open by that. To be told once for each task.
    void settle(task_id, outcome, std::vector<task_id>& decided);

private:
    struct edge {
        task_id successor{};
        constraint_kind kind{};
    };

    /// Counts constraints, not predecessors: several may name the same one.
    struct tally {
        std::uint32_t total = 0;
        std::uint32_t held = 0;
        std::uint32_t broken = 0;
        constraint_join join = constraint_join::all;
    };

    std::vector<tally> tallies_;
    std::vector<std::vector<edge>> successors_;
};

} // namespace ssislb::detail
