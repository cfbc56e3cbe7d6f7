// `ssislb drain`, `set`, `skip`, `pause` and the like: changes a run under way.
#pragma once

#include "control_grammar.hpp"
#include "exit_code.hpp"

namespace ssislb::cli {

[[nodiscard]] exit_code control_run(control_arguments const&);

} // namespace ssislb::cli
