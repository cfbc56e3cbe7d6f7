// `ssislb sim`: serves the plan's servers as simulated SQL Servers.
#pragma once

#include "command_line.hpp"

namespace ssislb::cli {

[[nodiscard]] exit_code simulate(sim_arguments const&);

} // namespace ssislb::cli
