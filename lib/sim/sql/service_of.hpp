// The way from an instance to what the wire speaks to.
#pragma once

#include "sim/sql/service.hpp"

#include <ssislb/sim/instance.hpp>

namespace ssislb::sim::detail {

/// Lives as long as the instance.
[[nodiscard]] sql::service& service_of(instance&);

} // namespace ssislb::sim::detail
