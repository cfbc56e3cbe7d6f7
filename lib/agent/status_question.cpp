#include "agent/status_question.hpp"

#include "agent/activity_reader.hpp"
#include "agent/msdb_calls.hpp"
#include "agent/row_reader.hpp"

#include <ssislb/base/sql_server_error.hpp>

#include <algorithm>
#include <chrono>
#include <utility>

namespace ssislb::detail {
namespace {

using namespace std::chrono_literals;

/// A result set of its own costs about as much as so many rows.
constexpr std::size_t rows_per_call = 8;

/// A row bears the time of a change that is committed a little later; and the clocks of a server
/// and of its Agent are one.
constexpr auto commit_delay = 5s;

/// What a time in a row cannot tell, a look at all rows does: a clock that was set back, a change
/// that took longer.
constexpr int polls_between_all = 30;

std::size_t activity_rows(tds::result const& answer) {
    std::size_t rows = 0;
    for (auto const& set : answer.sets)
        if (set.column(activity_reader::landmark))
            rows += set.size();
    return rows;
}

} // namespace

auto status_question::choose(need const& wanted) -> form {
    if (wanted.count == 0 || std::exchange(look_at_all_, false))
        return form::all_jobs;
    bool const may_read = wanted.may_read_tables && !tables_refused_;
    if (may_read && !wanted.any_row && session_ && polls_of_changes_ < polls_between_all)
        return form::changed_rows;
    // Only the list of all jobs tells a job without activity from an Agent that has restarted.
    return (wanted.count + 1) * rows_per_call < jobs_there_ ? form::job_by_job : form::all_jobs;
}

std::variant<tds::rpc, tds::batch> status_question::put(need const& wanted) {
    last_ = choose(wanted);
    if (last_ == form::changed_rows)
        return ask_changes(as_of_ - commit_delay);
    as_of_ = wanted.now;
    polls_of_changes_ = 0;
    if (last_ == form::all_jobs)
        return ask_status();
    auto jobs = wanted.list();
    std::ranges::sort(jobs);
    auto const twice = std::ranges::unique(jobs);
    jobs.erase(twice.begin(), twice.end());
    asked_ = jobs.size();
    return ask_status(jobs);
}

bool status_question::is_answered(error_code const& error) const noexcept {
    if (last_ == form::changed_rows)
        return !error;
    return !error || error == sql_server_errc::permission_denied ||
           (last_ == form::job_by_job && error == sql_server_errc::not_found);
}

void status_question::learn(tds::result const& answer) {
    if (last_ == form::changed_rows)
        return learn_changes(answer);
    auto const rows = activity_rows(answer);
    if (last_ == form::job_by_job)
        look_at_all_ = rows < asked_;
    else
        jobs_there_ = rows;
    session_.reset();
    if (auto const* set = set_with(answer, activity_reader::landmark); set != nullptr && rows > 0)
        session_ = activity_reader(*set).session(0);
}

void status_question::refused(error_code const& error) {
    tables_refused_ = tables_refused_ ||
                      (last_ == form::changed_rows && error.category() == sql_server_category());
}

void status_question::learn_changes(tds::result const& answer) {
    ++polls_of_changes_;
    auto const* set = set_with(answer, "newest_session");
    if (set == nullptr || set->empty()) {
        look_at_all_ = true;
        return;
    }
    row_reader const row(*set, 0);
    look_at_all_ = row.number("newest_session") != session_;
    as_of_ = row.time("server_time").value_or(as_of_);
}

} // namespace ssislb::detail
