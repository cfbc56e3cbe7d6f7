// The command line of ssislb_simulation.
#pragma once

#include "mutant.hpp"
#include "scenario.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace ssislb::simulation {

struct arguments {
    std::uint64_t first = 1;
    std::uint64_t last = 1000;
    /// One night with a trace.
    bool trace = false;
    bool lists_mutants = false;
    /// Goes on after a violation, and counts them.
    bool keeps_going = false;
    trouble_choice troubles;
    mutant wrong = mutant::none;
    /// The mutant has to be caught: exit code 0 if it is.
    bool expects_violation = false;
};

inline constexpr std::string_view usage =
    "usage: ssislb_simulation [--seeds FIRST:LAST] [--seed N] [--faults LIST]\n"
    "                         [--mutant NAME [--expect-violation]] [--list-mutants]\n"
    "                         [--keep-going]\n"
    "\n"
    "  --seeds FIRST:LAST   one simulated night a seed; stops at the first violation\n"
    "  --seed N             one night, with a trace of all that happens\n"
    "  --faults LIST        of network,servers,process,people,controls; or none (default: all)\n"
    "  --mutant NAME        with a deliberately wrong variant\n"
    "  --expect-violation   success is a violation within the seeds\n"
    "  --list-mutants       the variants\n"
    "  --keep-going         tells every seed that violates something\n"
    "\n"
    "Exit code: 0 no violation, 1 a violation, 2 the command line is wrong.\n";

/// None: they are wrong.
[[nodiscard]] std::optional<arguments> read_arguments(std::vector<std::string_view> words);

} // namespace ssislb::simulation
