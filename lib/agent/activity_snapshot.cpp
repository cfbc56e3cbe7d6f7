#include "agent/activity_snapshot.hpp"

#include "agent/agent_time.hpp"

#include <algorithm>
#include <utility>

namespace ssislb::detail {

activity_snapshot::activity_snapshot(std::vector<job_activity> rows)
    : rows_(std::move(rows)) {
    for (auto const& row : rows_) {
        session_ = std::max(session_.value_or(row.session), row.session);
        newest_history_ = std::max(newest_history_, row.history.value_or(0));
    }
    std::erase_if(rows_, [this](job_activity const& row) { return row.session != session_; });
    std::ranges::sort(rows_, {}, &job_activity::job);
}

job_activity const* activity_snapshot::find(guid const& job) const noexcept {
    auto const found = std::ranges::lower_bound(rows_, job, {}, &job_activity::job);
    return found != rows_.end() && found->job == job ? &*found : nullptr;
}

bool is_open(job_activity const& row) noexcept {
    return row.started && !row.stopped;
}

bool is_pending(job_activity const& row) noexcept {
    if (!row.run_requested || is_open(row))
        return false;
    return !row.started || whole_second(*row.started) < whole_second(*row.run_requested);
}

bool shows_request_since(job_activity const& row, job_mark const& mark) noexcept {
    if (row.run_requested != mark.run_requested)
        return true;
    // Two requests can bear the same time. A mark is never made of a job under way, so a run that
    // is open now, or has ended since, is a new one all the same.
    return is_open(row) || row.history.value_or(0) > mark.history;
}

} // namespace ssislb::detail
