// The steps of a job as a result set; sp_help_job shows them too.
#pragma once

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

[[nodiscard]] sql::result_set steps_of(job const& owner, step_view view);

} // namespace ssislb::sim::detail
