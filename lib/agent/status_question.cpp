#include "agent/status_question.hpp"

#include "agent/msdb_calls.hpp"

#include <ssislb/base/sql_server_error.hpp>

#include <algorithm>
#include <utility>

namespace ssislb::detail {

std::variant<tds::rpc, tds::batch>
status_question::put(std::size_t count, std::function<std::vector<guid>()> const& list) {
    // Only the list of all jobs tells a job without activity from an Agent that has restarted.
    bool const few = count > 0 && (count + 1) * rows_per_call < jobs_there_;
    last_ = few && !std::exchange(one_was_missing_, false) ? form::job_by_job : form::all_jobs;
    if (last_ == form::all_jobs)
        return ask_status();
    auto jobs = list();
    std::ranges::sort(jobs);
    auto const twice = std::ranges::unique(jobs);
    jobs.erase(twice.begin(), twice.end());
    asked_ = jobs.size();
    return ask_status(jobs);
}

bool status_question::is_answered(error_code const& error) const noexcept {
    return !error || error == sql_server_errc::permission_denied ||
           (last_ == form::job_by_job && error == sql_server_errc::not_found);
}

void status_question::learn(activity_snapshot const& answer) {
    if (last_ == form::all_jobs)
        jobs_there_ = answer.rows().size();
    else
        one_was_missing_ = answer.rows().size() < asked_;
}

} // namespace ssislb::detail
