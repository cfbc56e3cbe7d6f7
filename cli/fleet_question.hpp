// --with and --without: another fleet, as the user asks for it.
#pragma once

#include <ssislb/model/parent_package.hpp>
#include <ssislb/scheduler/what_if.hpp>

#include <string>
#include <variant>
#include <vector>

namespace ssislb::cli {

/// A sentence on what is wrong with the command line, and what to do.
struct wrong_question {
    std::string sentence;
};

/// Reads SERVER=SPEEDxSLOTS and names, before there is a plan to hold them against.
[[nodiscard]] std::variant<fleet_change, wrong_question>
read_fleet_change(std::vector<std::string> const& with, std::vector<std::string> const& without);

struct asked_fleet {
    changed_fleet fleet;
    /// In words, how it differs from the plan's.
    std::vector<std::string> changes;
};

[[nodiscard]] std::variant<asked_fleet, wrong_question> ask_for_fleet(parent_package const&,
                                                                      fleet_change const&);

} // namespace ssislb::cli
