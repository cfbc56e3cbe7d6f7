#include "agent/run_result.hpp"

#include "agent/agent_time.hpp"

#include <algorithm>
#include <map>
#include <ranges>

namespace ssislb::detail {
namespace {

/// A step's last word: a failure that was tried again is none.
using final_rows = std::map<std::int32_t, job_history_row const*>;

final_rows final_steps(std::vector<job_history_row> const& rows) {
    final_rows last;
    for (auto const& row : rows)
        if (!row.is_job_outcome() && row.status != run_status::retry)
            last[row.step] = &row;
    return last;
}

job_history_row const* first_with(final_rows const& steps, std::int32_t status,
                                  package_steps const& among) {
    auto const wanted = [&](std::int32_t step) {
        return !among || std::ranges::find(*among, step, &package_step::number) != among->end();
    };
    for (auto const& [step, row] : steps)
        if (row->status == status && wanted(step))
            return row;
    return nullptr;
}

/// A job may go on after a failed package and succeed; its steps know better. Where it is not known
/// which steps are packages, any step that failed counts: a package is never good by the job's
/// word.
outcome package_outcome(outcome job, final_rows const& steps, package_steps const& packages) {
    if (job != outcome::succeeded)
        return job;
    if (first_with(steps, run_status::failed, packages) != nullptr)
        return outcome::failed;
    if (first_with(steps, run_status::canceled, packages) != nullptr)
        return outcome::canceled;
    return job;
}

} // namespace

outcome to_outcome(std::int32_t status) noexcept {
    switch (status) {
    case run_status::failed:
        return outcome::failed;
    case run_status::succeeded:
        return outcome::succeeded;
    case run_status::canceled:
        return outcome::canceled;
    default:
        return outcome::unknown;
    }
}

bool is_whole(std::vector<job_history_row> const& rows) noexcept {
    if (rows.size() < 2 || rows.front().is_job_outcome())
        return false;
    auto const &first = rows.front().started, &run = rows.back().started;
    return first && run && same_start(*first, *run);
}

void add_trimmed_steps(attempt_result& result, package_steps const& steps) {
    if (!steps || !result.started || result.package != outcome::succeeded)
        return;
    auto const begin = whole_second(*result.started);
    auto const in_this_run = [&](package_step const& step) {
        return step.started && *step.started >= begin &&
               (!result.duration || *step.started <= *result.started + *result.duration);
    };
    for (auto const& step : *steps)
        if (in_this_run(step) && (step.last == outcome::failed || step.last == outcome::canceled)) {
            result.package = step.last;
            result.failed_step = step.name;
            return;
        }
    // A later run has taken their place: the package is not good by the job's word.
    auto const later = [&](package_step const& step) {
        return step.started && result.duration &&
               *step.started > *result.started + *result.duration;
    };
    if (std::ranges::any_of(*steps, later))
        result.package = outcome::unknown;
}

attempt_result result_of(std::vector<job_history_row> const& rows, package_steps const& steps) {
    if (rows.empty())
        return {};
    auto const& job = rows.back();
    auto const last = final_steps(rows);
    attempt_result result;
    result.job = to_outcome(job.status);
    result.package = package_outcome(result.job, last, steps);
    result.started = job.started;
    result.duration = job.duration;
    result.message = job.message;

    bool const hidden = result.package != result.job;
    if (auto const* failed = first_with(last, run_status::failed, hidden ? steps : std::nullopt)) {
        result.failed_step = failed->step_name;
        result.message = failed->message;
    }
    return result;
}

} // namespace ssislb::detail
