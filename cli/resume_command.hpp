// `ssislb resume`: goes on with a run whose process is gone.
#pragma once

#include "command_line.hpp"
#include "exit_code.hpp"

namespace ssislb::cli {

[[nodiscard]] exit_code resume(resume_arguments const&);

} // namespace ssislb::cli
