// What the user typed, as values.
#pragma once

#include "control_grammar.hpp"
#include "exit_code.hpp"

#include <ssislb/model/policy_kind.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace ssislb::cli {

/// Simulated servers in place of the plan's own: in this process, or those of another one.
struct simulation {
    double speed = 1.0;
    /// What that process has written of them; empty: they are made here.
    std::string fleet;
};

/// How a run is shown and reached.
struct session_options {
    bool json = false;
    bool plain = false;
    std::optional<double> poll_interval; // seconds
    /// Where the run can be controlled; empty: in this user's folder.
    std::string control_socket;
};

struct run_arguments {
    std::string plan;
    std::optional<simulation> simulate;
    session_options how;
    /// In place of the plan's.
    std::optional<policy_kind> policy;
    /// Empty: this user's own.
    std::string journal;
    bool no_journal = false;
    /// Though there is an unfinished run of the plan.
    bool anew = false;
};

struct resume_arguments {
    /// Number, package or process; empty: the only one that is not finished.
    std::string run;
    std::string journal;
    std::optional<simulation> simulate;
    session_options how;
    /// The run is ended as it was left; true: its jobs are stopped, too.
    std::optional<bool> stop_jobs;
};

struct stop_arguments {
    /// Number, package, process or control socket.
    std::string run;
    std::string journal;
    bool jobs = false;
    bool no_wait = false;
    bool json = false;
};

struct status_arguments {
    /// Number, package or process; empty: all that are not finished.
    std::string run;
    std::string journal;
    bool all = false;
    bool json = false;
};

struct check_arguments {
    std::string plan;
    std::optional<simulation> simulate;
    bool json = false;
};

struct forecast_arguments {
    std::string plan;
    /// The servers are asked how long jobs took.
    bool history = false;
    /// SERVER=SPEEDxSLOTS, as typed.
    std::vector<std::string> with;
    std::vector<std::string> without;
    std::optional<double> noise;
    std::optional<std::uint32_t> seeds;
    /// When the run would begin, as typed; empty: now.
    std::string start;
    std::optional<policy_kind> policy;
    bool json = false;
    bool all_tasks = false;
};

struct sim_arguments {
    std::string plan;
    double speed = 1.0;
    /// First port; 0: any free ports.
    std::uint16_t port = 0;
    /// Where to write the authority that clients have to trust; empty: nowhere.
    std::string ca_file;
    /// Where to write what `--simulate=FILE` reads; empty: nowhere.
    std::string fleet;
};

/// The exit code stands for a command line that has been answered already (--help, --version, a
/// mistake).
using command =
    std::variant<exit_code, run_arguments, resume_arguments, stop_arguments, status_arguments,
                 check_arguments, forecast_arguments, sim_arguments, control_arguments>;

[[nodiscard]] command parse_command_line(int argc, char const* const* argv);

} // namespace ssislb::cli
