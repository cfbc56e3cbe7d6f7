// What the journal keeps of the command line with which a run was begun.
#pragma once

#include "command_line.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace ssislb::cli {

struct run_settings {
    /// How many times faster than real time the run's servers live.
    double speed = 1.0;
    /// Simulated servers of another process; empty: the plan's own.
    std::string fleet;
    /// Simulated servers that ended with the run's process.
    bool simulated_here = false;
    /// In place of the plan's.
    std::optional<policy_kind> policy;
};

[[nodiscard]] std::string to_text(run_settings const&);

/// What cannot be read is as it is by default.
[[nodiscard]] run_settings read_settings(std::string_view text);

} // namespace ssislb::cli
