// Many nights one after the other, and their sum.
#pragma once

#include "arguments.hpp"

namespace ssislb::simulation {

/// Prints progress on a terminal, violations and the sum. The program's exit code.
[[nodiscard]] int run_campaign(arguments const&);

} // namespace ssislb::simulation
