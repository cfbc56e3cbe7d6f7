// `ssislb status`: how runs of a journal stand.
#pragma once

#include "command_line.hpp"
#include "exit_code.hpp"

namespace ssislb::cli {

[[nodiscard]] exit_code show_status(status_arguments const&);

} // namespace ssislb::cli
