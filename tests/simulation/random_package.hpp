// Parent packages and servers that chance has thought up.
#pragma once

#include "chance.hpp"
#include "scenario.hpp"

namespace ssislb::simulation {

/// Package, options and servers of the scenario.
void make_package(scenario&, chance&);

/// What goes wrong, given those.
void make_troubles(scenario&, chance&, trouble_choice);

} // namespace ssislb::simulation
