// `ssislb check`: is the plan ready for the night?
#pragma once

#include "command_line.hpp"

namespace ssislb::cli {

[[nodiscard]] exit_code check(check_arguments const&);

} // namespace ssislb::cli
