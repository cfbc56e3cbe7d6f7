// Random parent packages: few tasks and servers, every feature.
#pragma once

#include "random_source.hpp"

#include <ssislb/model/parent_package.hpp>

namespace ssislb::test {

[[nodiscard]] parent_package random_plan(random_source&);

} // namespace ssislb::test
