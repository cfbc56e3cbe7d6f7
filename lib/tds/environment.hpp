// Variables of the environment that FreeTDS puts above what it is told.
#pragma once

#include <ssislb/base/diagnostics.hpp>

namespace ssislb::tds::detail {

/// Whether a variable would make FreeTDS go to another address or speak another protocol. Says
/// which.
[[nodiscard]] bool overridden_by_environment(diagnostics&);

} // namespace ssislb::tds::detail
