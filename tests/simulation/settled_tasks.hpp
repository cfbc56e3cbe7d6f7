// What a run has told of its tasks' outcomes.
#pragma once

#include <ssislb/model/ids.hpp>
#include <ssislb/model/outcome.hpp>
#include <ssislb/model/run_summary.hpp>

#include <optional>
#include <vector>

namespace ssislb::simulation {

class settled_tasks {
public:
    explicit settled_tasks(std::size_t tasks)
        : tasks_(tasks) {}

    struct settlement {
        outcome result{};
        std::optional<skip_reason> skipped;

        bool operator==(settlement const&) const = default;
        /// Its successors see it as succeeded.
        [[nodiscard]] bool counts_as_good() const noexcept {
            return skipped == skip_reason::disabled || skipped == skip_reason::requested;
        }
    };

    void settle(task_id id, settlement how) { tasks_[index(id)] = how; }

    /// As a run that is resumed tells it.
    void replace_by(run_summary const& so_far) {
        for (std::size_t i = 0; i < tasks_.size(); ++i) {
            auto const& one = so_far.tasks[i];
            tasks_[i] =
                one.finished ? std::optional(settlement{one.result, one.skipped}) : std::nullopt;
        }
    }

    [[nodiscard]] std::optional<settlement> const& of(task_id id) const {
        return tasks_[index(id)];
    }

private:
    std::vector<std::optional<settlement>> tasks_;
};

} // namespace ssislb::simulation
