// The category, the notifications and the delete level, which sp_add_job and sp_update_job check
// and set alike.
#pragma once

#include "sim/agent/category_table.hpp"
#include "sim/agent/job.hpp"
#include "sim/sql/procedure.hpp"

#include <optional>
#include <string_view>

namespace ssislb::sim::detail {

/// Nothing: the parameters are fine. Else the return value.
[[nodiscard]] std::optional<int> refuse_properties(frame const&, arguments const&);

/// Sets what is given.
void set_properties(frame const&, arguments const&, job& changed);

/// The category as a parameter of that name asks for it; null is refused, and so is one that no
/// local job may be in.
[[nodiscard]] std::optional<int> refuse_category(frame const&, job_category const*,
                                                 std::string_view parameter,
                                                 std::string_view wanted);

} // namespace ssislb::sim::detail
