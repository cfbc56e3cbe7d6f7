// Finding one run of a job among the rows of its history.
#pragma once

#include <ssislb/agent/job_history.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace ssislb::detail {

/// The rows of one job that came after a known one, oldest first.
class run_history {
public:
    /// Rows up to `after` are dropped; the order given does not matter.
    run_history(std::vector<job_history_row> rows, std::int32_t after);

    /// The job's row with that id, or null.
    [[nodiscard]] job_history_row const* outcome(std::int32_t instance_id) const noexcept;

    /// The job's row of the run that began first, or null. A refused request may leave a job row
    /// of its own; it began later than the run that was in its way, and has no steps.
    [[nodiscard]] job_history_row const* first_outcome() const noexcept;

    /// The job's row of the first run that fits, or null: no request that was refused.
    [[nodiscard]] job_history_row const*
    first_run(std::function<bool(job_history_row const&)> const& fits) const;

    /// The job's row of a run that began at that time; history knows whole seconds only. `before`:
    /// the row of a later run, if that is known.
    [[nodiscard]] job_history_row const*
    outcome_begun_at(server_time, std::optional<std::int32_t> before = std::nullopt) const noexcept;

    /// The job's row of a run that was over when a request came at that time, or null. `than` is
    /// the row of the requested run, 0 if there is none.
    [[nodiscard]] job_history_row const* outcome_before(server_time request,
                                                        std::int32_t than) const noexcept;

    /// The rows of the run that has the job's row `outcome`: its steps' rows, then that one.
    [[nodiscard]] std::vector<job_history_row> rows_of(job_history_row const& outcome) const;

private:
    [[nodiscard]] bool has_steps(job_history_row const& outcome) const noexcept;

    std::vector<job_history_row> rows_;
};

} // namespace ssislb::detail
