// Loading a plan, with its mistakes told to the user.
#pragma once

#include "exit_code.hpp"

#include <ssislb/model/parent_package.hpp>

#include <string>
#include <variant>

namespace ssislb::cli {

/// Prints warnings and mistakes to standard error, one a line.
[[nodiscard]] std::variant<parent_package, exit_code> open_plan(std::string const& path);

} // namespace ssislb::cli
