// Why the Agent refused a request. Pure.
#pragma once

#include "agent/sighting.hpp"

#include <ssislb/agent/agent_job.hpp>
#include <ssislb/base/error_code.hpp>

#include <string_view>

namespace ssislb::detail {

/// Gives the errors of job procedures their meaning by number. Others stay as they are; 22022
/// too, for it covers several reasons.
[[nodiscard]] error_code meaning_of(error_code server_error) noexcept;

/// What the server said when it was asked after a 22022. Null: it could not be asked.
struct refusal_facts {
    agent_job const* job = nullptr;
    job_activity const* activity = nullptr;
    /// The refusal's text; last resort.
    std::string_view text;
};

[[nodiscard]] error_code refused_start(refusal_facts const&);
[[nodiscard]] error_code refused_stop(refusal_facts const&);

} // namespace ssislb::detail
