// Whether a run of a job can be the one that a start of ours asked for. Pure.
#pragma once

#include "agent/run_invoker.hpp"

#include <ssislb/agent/job_activity.hpp>
#include <ssislb/agent/job_history.hpp>
#include <ssislb/agent/supervision.hpp>
#include <ssislb/base/time.hpp>
#include <ssislb/model/event.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ssislb::detail {

/// How long after its mark a start of ours may be asked for, by the server's clock. None is taken
/// for somebody else's that is only slow: until it is asked for, until it has its turn, until it is
/// given up, and once more.
[[nodiscard]] milliseconds start_window(supervision_options const&) noexcept;

/// By run_requested_source, where it was asked for: no schedule, no alert.
[[nodiscard]] bool was_asked_for_by_user(job_activity const&) noexcept;

/// What a start of ours can have asked for. It is sent at once after its mark, or not at all: what
/// was asked for much later is somebody else's. So is what no user asked for.
///
/// There is no earliest time: clocks of servers are set back, each autumn by an hour, and a request
/// that the mark does not know came after it, whatever its time.
class run_ownership {
public:
    /// `window`: of the server's clock, from the mark on. A mark without a time has a window
    /// without an end. `login`: ours on that server; empty: not known.
    run_ownership(job_mark before, milliseconds window, std::string login);

    /// The row shows a request that may be ours. Its source counts where it was asked for.
    [[nodiscard]] bool may_be_ours(job_activity const&) const noexcept;

    /// The job's row of a run that may be ours. History knows when a run began, not when it was
    /// asked for; one that waited so long for a thread is not recognised.
    [[nodiscard]] bool may_be_ours(job_history_row const&) const noexcept;

    /// Nothing of ours can have been trimmed away: rows go oldest first, and one that the mark knew
    /// is still there.
    [[nodiscard]] bool is_whole(std::vector<job_history_row> const&) const noexcept;

    /// The instant lies in the window.
    [[nodiscard]] bool is_in_time(server_time) const noexcept;

    /// How long a request of ours may still come, by the server's clock; none: no more.
    [[nodiscard]] std::optional<milliseconds> time_left(server_time now) const noexcept;

    [[nodiscard]] job_mark const& mark() const noexcept { return before_; }

private:
    job_mark before_;
    std::optional<server_time> end_;
    std::string login_;
};

} // namespace ssislb::detail
