#include "agent/run_ownership.hpp"

#include "agent/sighting.hpp"

#include <algorithm>
#include <utility>

namespace ssislb::detail {
namespace {

/// run_requested_source of a start by sp_start_job.
constexpr std::string_view by_user = "4";

} // namespace

milliseconds start_window(supervision_options const& options) noexcept {
    return std::max(options.start_window, 4 * options.call_timeout);
}

run_ownership::run_ownership(job_mark before, milliseconds window, std::string login)
    : before_(std::move(before))
    , end_(before_.taken_at ? std::optional(*before_.taken_at + window) : std::nullopt)
    , login_(std::move(login)) {}

bool was_asked_for_by_user(job_activity const& row) noexcept {
    auto const& source = row.run_requested_source;
    return source.empty() || source == by_user;
}

bool run_ownership::may_be_ours(job_activity const& row) const noexcept {
    return row.run_requested && shows_request_since(row, before_) && was_asked_for_by_user(row) &&
           is_in_time(*row.run_requested);
}

bool run_ownership::may_be_ours(job_history_row const& row) const noexcept {
    return row.is_job_outcome() && row.instance_id > before_.history &&
           (!row.started || is_in_time(*row.started)) &&
           who_invoked(row.message, login_) != run_invoker::somebody_else;
}

bool run_ownership::is_whole(std::vector<job_history_row> const& rows) const noexcept {
    return std::ranges::any_of(
        rows, [this](auto const& row) { return row.instance_id <= before_.history; });
}

bool run_ownership::is_in_time(server_time at) const noexcept {
    return !end_ || at <= *end_;
}

std::optional<milliseconds> run_ownership::time_left(server_time now) const noexcept {
    // Past the end, or without one: an old mark waits for nothing.
    if (!end_ || now > *end_)
        return std::nullopt;
    return *end_ - now + milliseconds{1};
}

} // namespace ssislb::detail
