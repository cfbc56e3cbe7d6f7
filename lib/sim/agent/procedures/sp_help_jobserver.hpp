// The target servers of a job as a result set; sp_help_job shows them too.
#pragma once

#include "sim/sql/procedure.hpp"

namespace ssislb::sim::detail {

[[nodiscard]] sql::result_set targets_of(frame const&, job const& owner, bool with_last_run);

} // namespace ssislb::sim::detail
