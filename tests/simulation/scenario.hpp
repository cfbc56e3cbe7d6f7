// A night that chance has thought up: a parent package, its servers, and what goes wrong.
#pragma once

#include "instance_rows.hpp"
#include "network.hpp"

#include <ssislb/model/parent_package.hpp>
#include <ssislb/run/run_control.hpp>
#include <ssislb/run/run_options.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ssislb::simulation {

enum class trouble_kind : std::uint8_t {
    server_crash,
    agent_crash,
    agent_shutdown,
    partition,
    clock_jump,
    history_trimmed,
    /// Somebody else starts or cancels one of our jobs.
    foreign_start,
    scheduled_start,
    person_cancels,
    /// The process that carries the run out is killed, or its machine loses its power.
    process_killed,
    power_lost,
    control,
};

[[nodiscard]] std::string_view to_string(trouble_kind) noexcept;

struct trouble {
    instant at = 0;
    trouble_kind what{};
    std::uint32_t server = 0;
    std::uint32_t job = 0;
    /// How long it lasts, or by how much a clock jumps.
    instant length = 0;
    run_control wish{};
};

/// The process dies when it writes to its journal.
struct fatal_write {
    /// Counted over all processes of the run.
    std::uint64_t number = 0;
    /// What is written is on the disk by then.
    bool after = false;
    bool power = false;
};

struct server_spec {
    instance_habits habits;
    std::vector<job_habits> jobs;
};

struct scenario {
    parent_package package;
    run_options options;
    milliseconds poll_least{500};
    network_habits network;
    std::vector<server_spec> servers;
    std::vector<trouble> troubles;
    std::vector<fatal_write> fatal_writes;
    /// Before a dead process is followed by the next, and by how much the machine's clock is off by
    /// then.
    std::vector<instant> absences;
    std::vector<instant> wall_jumps;
    /// Nothing happens any more that would hold the run up.
    instant calm_from = 0;
};

/// Which troubles there are; the command line can leave some out.
struct trouble_choice {
    bool network = true;
    bool servers = true;
    bool process = true;
    bool people = true;
    bool controls = true;
};

[[nodiscard]] scenario make_scenario(std::uint64_t seed, trouble_choice);

/// For the head of a trace.
[[nodiscard]] std::string describe(scenario const&);

} // namespace ssislb::simulation
