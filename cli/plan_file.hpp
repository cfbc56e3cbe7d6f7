// Loading a plan, with its mistakes told to the user.
#pragma once

#include "exit_code.hpp"

#include <ssislb/model/parent_package.hpp>

#include <string>
#include <variant>
#include <vector>

namespace ssislb::cli {

struct opened_plan {
    parent_package package;
    /// With their places.
    std::vector<std::string> warnings;
    std::string text;
};

enum class plan_warnings { printed, left_to_caller };

/// Prints warnings and mistakes to standard error, one a line.
[[nodiscard]] std::variant<opened_plan, exit_code>
open_plan(std::string const& path, plan_warnings = plan_warnings::printed);

} // namespace ssislb::cli
