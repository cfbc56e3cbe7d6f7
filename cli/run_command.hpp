// `ssislb run`: runs a parent package and shows how it goes.
#pragma once

#include "command_line.hpp"

namespace ssislb::cli {

[[nodiscard]] exit_code run(run_arguments const&);

} // namespace ssislb::cli
