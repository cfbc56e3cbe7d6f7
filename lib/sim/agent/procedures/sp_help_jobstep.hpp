// The steps of a job as a result set; sp_help_job shows them too.
#pragma once

#include "sim/agent/job.hpp"
#include "sim/sql/procedure.hpp"

#include <cstdint>
#include <optional>

namespace ssislb::sim::detail {

struct step_view {
    /// Numbers with their meaning, as text.
    bool suffix = false;
    /// None: all steps.
    std::optional<std::int32_t> only;
};

/// Of a TSQL step that names none: master.
[[nodiscard]] sql::value database_of(step_spec const&);
/// Zeros before its first run.
[[nodiscard]] last_run last_run_of_step(job const& owner, std::int32_t number);
[[nodiscard]] sql::result_set steps_of(job const& owner, step_view view);

} // namespace ssislb::sim::detail
