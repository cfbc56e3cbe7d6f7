// What the Agent answers to a request of msdb (22022).
#pragma once

#include "sim/agent/agent.hpp"
#include "sim/sql/procedure.hpp"

#include <cstdint>

namespace ssislb::sim::detail {

enum class agent_request : std::uint8_t { run, stop };

/// The return value, 1.
int say_refusal(frame const&, job const& target, refusal why, agent_request asked);

} // namespace ssislb::sim::detail
