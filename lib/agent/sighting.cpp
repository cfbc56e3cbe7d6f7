#include "agent/sighting.hpp"

#include "agent/agent_time.hpp"

namespace ssislb::detail {

bool is_open(job_activity const& row) noexcept {
    return row.started && !row.stopped;
}

bool is_pending(job_activity const& row) noexcept {
    if (!row.run_requested || is_open(row))
        return false;
    return !row.started || whole_second(*row.started) < whole_second(*row.run_requested);
}

bool shows_request_since(job_activity const& row, job_mark const& mark) noexcept {
    if (mark.session && row.session != *mark.session)
        return row.run_requested.has_value();
    if (row.run_requested != mark.run_requested)
        return true;
    // Two requests can bear the same time. A mark is never made of a job under way, so a run that
    // is open now, or has ended since, is a new one all the same.
    return is_open(row) || row.history.value_or(0) > mark.history;
}

} // namespace ssislb::detail
