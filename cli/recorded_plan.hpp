// The plan of a recorded run: as it was, and as it is now.
#pragma once

#include "exit_code.hpp"

#include <ssislb/journal/run_record.hpp>
#include <ssislb/model/parent_package.hpp>

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace ssislb::cli {

/// As the journal has it. None: its text is no plan to this version, which is said.
[[nodiscard]] std::optional<parent_package> package_of(recorded_run const&);

struct current_plan {
    parent_package package;
    std::string text;
    std::vector<std::string> warnings;
    /// It is another one than the journal's.
    bool is_edited = false;
};

/// From its file, if that is still there, else from the journal. Says on standard error what is
/// wrong with it.
[[nodiscard]] std::variant<current_plan, exit_code> plan_of(recorded_run const&);

} // namespace ssislb::cli
