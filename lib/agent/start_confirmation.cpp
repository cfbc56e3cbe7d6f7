#include "agent/start_confirmation.hpp"

#include <algorithm>

namespace ssislb::detail {
namespace {

bool has_run_of_ours(std::vector<job_history_row> const& rows, run_ownership const& ours) noexcept {
    return std::ranges::any_of(rows, [&](auto const& row) { return ours.may_be_ours(row); });
}

bool has_run_since(std::vector<job_history_row> const& rows, job_mark const& mark) noexcept {
    return std::ranges::any_of(rows, [&](auto const& row) {
        return row.is_job_outcome() && row.instance_id > mark.history;
    });
}

} // namespace

start_finding look_for_start(sighting const& now, job_mark const& mark) noexcept {
    auto const& row = now.row;
    bool const other_session = mark.session && now.session && *now.session != *mark.session;
    if (!row)
        return other_session ? start_finding::ask_old_session : start_finding::ask_job;
    if (other_session && !row->run_requested)
        return start_finding::ask_old_session;
    // In a session after a restart, too: the request may have come after that.
    return shows_request_since(*row, mark) ? start_finding::ask_request : start_finding::unchanged;
}

start_finding look_for_start(std::optional<job_activity> const& row,
                             run_ownership const& ours) noexcept {
    if (!row || !shows_request_since(*row, ours.mark()))
        return start_finding::unchanged;
    if (ours.may_be_ours(*row))
        return start_finding::started;
    bool const soon =
        ours.mark().taken_at && row->run_requested && ours.is_in_time(*row->run_requested);
    return soon ? start_finding::ask_history : start_finding::ask_long_history;
}

start_finding look_for_start(agent_job const& job, std::vector<job_history_row> const& history,
                             run_ownership const& ours) noexcept {
    if (has_run_of_ours(history, ours))
        return start_finding::started;
    // Whose run it is that goes on, nothing tells; but ours would have been the first.
    return job.runs() && !has_run_since(history, ours.mark()) ? start_finding::started
                                                              : start_finding::hidden;
}

start_finding look_for_start(std::vector<job_history_row> const& history, run_ownership const& ours,
                             start_finding asked) noexcept {
    if (has_run_of_ours(history, ours))
        return start_finding::started;
    bool const whole = asked == start_finding::ask_history || ours.is_whole(history);
    return whole ? start_finding::somebody_else : start_finding::hidden;
}

} // namespace ssislb::detail
