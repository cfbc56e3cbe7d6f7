// The views of the server that a batch may read.
#pragma once

#include "sim/sql/value.hpp"

#include <string_view>

namespace ssislb::sim::detail {
struct session_state;
struct world;

/// All rows of the view. Throws sql_failure: there is none of that name (208), or the login may
/// not read it (300).
[[nodiscard]] sql::result_set read_view(std::string_view name, world const&, session_state const&);
} // namespace ssislb::sim::detail

namespace ssislb::sim::sql {

/// `name` as written.
[[nodiscard]] bool is_system_view(std::string_view name);

} // namespace ssislb::sim::sql
