// Whether a start whose answer was lost has happened: what one look at the server shows. Pure.
#pragma once

#include "agent/sighting.hpp"

#include <ssislb/agent/agent_job.hpp>
#include <ssislb/agent/job_history.hpp>
#include <ssislb/model/event.hpp>

#include <optional>
#include <vector>

namespace ssislb::detail {

enum class start_finding {
    /// The job was requested since the mark: the start counts as having happened, for nothing may
    /// be started on top of it.
    started,
    /// All is as it was. After it has stayed so for a while, the start did not happen.
    unchanged,
    /// Nothing is to be seen, and that proves nothing: the login sees no activity of the job.
    hidden,
    /// The Agent has restarted: look into the mark's session.
    ask_old_session,
    /// No activity of the job: look at its state, then at its history.
    ask_job,
};

[[nodiscard]] start_finding look_for_start(sighting const&, job_mark const&) noexcept;

/// A request that a dead Agent had not recorded died with it. None: the row or session is gone.
[[nodiscard]] start_finding look_for_start(std::optional<job_activity> const& of_old_session,
                                           job_mark const&) noexcept;

[[nodiscard]] start_finding look_for_start(agent_job const&, std::vector<job_history_row> history,
                                           job_mark const&);

} // namespace ssislb::detail
