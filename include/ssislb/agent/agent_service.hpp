// Whether the SQL Server Agent service runs.
#pragma once

#include <cstdint>
#include <string_view>

namespace ssislb {

/// sys.dm_server_services, status. It is a hint: the Agent's own answer to a start is the proof.
enum class agent_service_state : std::uint8_t {
    /// The login may not read the view, or the view does not list the Agent.
    not_visible,
    stopped,
    /// Also: going on after a pause.
    starting,
    stopping,
    running,
    /// Also: about to pause.
    paused,
};

/// `running`, `stopped`, ...; `not visible`.
[[nodiscard]] std::string_view to_string(agent_service_state) noexcept;

} // namespace ssislb
