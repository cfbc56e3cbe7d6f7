// Answers about a server's rights, services and steps as values. Pure.
#pragma once

#include <ssislb/agent/agent_service.hpp>
#include <ssislb/agent/job_step.hpp>
#include <ssislb/agent/login_rights.hpp>
#include <ssislb/base/error_code.hpp>
#include <ssislb/tds/result.hpp>

#include <optional>
#include <vector>

namespace ssislb::detail {

/// Nothing: the answer holds no such row.
[[nodiscard]] std::optional<login_rights> read_rights(tds::result const&);
[[nodiscard]] agent_service_state read_agent_service(tds::result const&);
[[nodiscard]] std::vector<job_step> read_job_steps(tds::result const&);

/// The server has the view not, or does not show it to this login.
[[nodiscard]] bool is_hidden(error_code) noexcept;

} // namespace ssislb::detail
