// Whether a start whose answer was lost has happened: what one look at the server shows. Pure.
#pragma once

#include "agent/run_ownership.hpp"
#include "agent/sighting.hpp"

#include <ssislb/agent/agent_job.hpp>
#include <ssislb/agent/job_history.hpp>
#include <ssislb/model/event.hpp>

#include <optional>
#include <vector>

namespace ssislb::detail {

enum class start_finding {
    /// What was requested since the mark may be ours: the start counts as having happened, for
    /// nothing may be started on top of it.
    started,
    /// All is as it was. After it has stayed so for a while, the start did not happen.
    unchanged,
    /// The job was requested since the mark, but not by us. That is as good as unchanged: nothing
    /// of ours has come so far.
    somebody_else,
    /// What is to be seen proves nothing: the login sees no activity of the job, or history has
    /// been trimmed since.
    hidden,

    // Not yet an answer.

    /// The job was requested since the mark: its row with all columns tells by whom.
    ask_request,
    /// The Agent has restarted: look into the mark's session.
    ask_old_session,
    /// No activity of the job: look at its state, then at its history.
    ask_job,
    /// Somebody else's request: ours may have come and gone before. The same, but so long after the
    /// mark that what ours has left may be gone, too.
    ask_history,
    ask_long_history,
};

[[nodiscard]] start_finding look_for_start(sighting const&, job_mark const&) noexcept;

/// The job's row of any session, with all columns. A request that a dead Agent had not recorded
/// died with it. None: the row or session is gone.
[[nodiscard]] start_finding look_for_start(std::optional<job_activity> const&,
                                           run_ownership const&) noexcept;

/// Where the login sees no activity.
[[nodiscard]] start_finding look_for_start(agent_job const&,
                                           std::vector<job_history_row> const& history,
                                           run_ownership const&) noexcept;

/// After ask_history or ask_long_history.
[[nodiscard]] start_finding look_for_start(std::vector<job_history_row> const& history,
                                           run_ownership const&, start_finding asked) noexcept;

} // namespace ssislb::detail
