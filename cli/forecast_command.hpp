// `ssislb forecast`: what the run will look like, and what it would with other servers.
#pragma once

#include "command_line.hpp"

namespace ssislb::cli {

[[nodiscard]] exit_code show_forecast(forecast_arguments const&);

} // namespace ssislb::cli
