// `ssislb stop`: ends a run early, wherever it is.
#pragma once

#include "command_line.hpp"
#include "exit_code.hpp"

namespace ssislb::cli {

[[nodiscard]] exit_code stop(stop_arguments const&);

} // namespace ssislb::cli
