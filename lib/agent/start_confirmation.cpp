#include "agent/start_confirmation.hpp"

#include "agent/run_history.hpp"

#include <utility>

namespace ssislb::detail {

start_finding look_for_start(sighting const& now, job_mark const& mark) noexcept {
    auto const& row = now.row;
    bool const other_session = mark.session && now.session && *now.session != *mark.session;
    if (!row)
        return other_session ? start_finding::ask_old_session : start_finding::ask_job;
    if (other_session) {
        // The request may have come after the restart.
        return row->run_requested ? start_finding::started : start_finding::ask_old_session;
    }
    return shows_request_since(*row, mark) ? start_finding::started : start_finding::unchanged;
}

start_finding look_for_start(std::optional<job_activity> const& row,
                             job_mark const& mark) noexcept {
    return row && shows_request_since(*row, mark) ? start_finding::started
                                                  : start_finding::unchanged;
}

start_finding look_for_start(agent_job const& job, std::vector<job_history_row> rows,
                             job_mark const& mark) {
    run_history const history(std::move(rows), mark.history);
    return job.runs() || history.first_outcome() != nullptr ? start_finding::started
                                                            : start_finding::hidden;
}

} // namespace ssislb::detail
