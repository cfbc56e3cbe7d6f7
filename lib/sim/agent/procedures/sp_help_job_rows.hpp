// The 32 columns of sp_help_job.
#pragma once

#include "sim/sql/procedure.hpp"

#include <string>
#include <vector>

namespace ssislb::sim::detail {

[[nodiscard]] std::string category_of(job const&);
[[nodiscard]] std::string description_of(job const&);
[[nodiscard]] sql::result_set jobs_shown(frame const&, std::vector<job const*> const& jobs);
[[nodiscard]] sql::result_set schedules_of(frame const&, job const& owner);

} // namespace ssislb::sim::detail
