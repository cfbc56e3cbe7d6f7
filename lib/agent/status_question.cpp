#include "agent/status_question.hpp"

#include "agent/activity_reader.hpp"
#include "agent/row_reader.hpp"

#include <ssislb/base/sql_server_error.hpp>

#include <algorithm>
#include <utility>

namespace ssislb::detail {
namespace {

/// A result set of its own costs about as much as so many rows.
constexpr std::size_t rows_per_call = 8;

/// What a time in a row cannot tell, a look at all rows does: a clock that was set back, a change
/// that took longer.
constexpr int polls_between_all = 30;

/// Of more, one or the other ends so often that there is nothing to wait for.
constexpr std::size_t most_awaited = 100;

std::vector<guid> list_of(status_question::need const& wanted) {
    auto jobs = wanted.list();
    std::ranges::sort(jobs);
    auto const twice = std::ranges::unique(jobs);
    jobs.erase(twice.begin(), twice.end());
    return jobs;
}

std::variant<tds::rpc, tds::batch> ask_for_all(bool time_too) {
    if (time_too)
        return ask_status_and_time();
    return ask_status();
}

std::size_t activity_rows(tds::result const& answer) {
    std::size_t rows = 0;
    for (auto const& set : answer.sets)
        if (set.column(activity_reader::landmark))
            rows += set.size();
    return rows;
}

} // namespace

auto status_question::choose(need const& wanted) const -> form {
    if (wanted.count == 0 || look_at_all_)
        return form::all_jobs;
    bool const may_read = wanted.may_read_tables && !tables_refused_ && session_;
    if (may_read && wanted.may_wait && wanted.count <= most_awaited)
        return form::awaited_change;
    if (may_read && !wanted.any_row && polls_of_changes_ < polls_between_all)
        return form::changed_rows;
    // Only the list of all jobs tells a job without activity from an Agent that has restarted.
    return (wanted.count + 1) * rows_per_call < jobs_there_ ? form::job_by_job : form::all_jobs;
}

std::variant<tds::rpc, tds::batch> status_question::put(need const& wanted) {
    last_ = choose(wanted);
    if (last_ == form::changed_rows)
        return changes_.put(wanted.connection);
    if (last_ == form::awaited_change)
        return await_change(wanted);
    asked_at_ = wanted.now;
    if (last_ == form::all_jobs)
        return ask_for_all(wanted.time_too);
    auto const jobs = list_of(wanted);
    asked_ = jobs.size();
    return wanted.time_too ? ask_status_and_time(jobs) : ask_status(jobs);
}

/// Jobs that nobody waits for any more do no harm: the same list can be asked for without a first
/// answer that says how they are.
tds::batch status_question::await_change(need const& wanted) {
    auto jobs = list_of(wanted);
    if (wanted.any_row || !std::ranges::includes(awaited_, jobs)) {
        awaited_ = std::move(jobs);
        tally_ = {};
    }
    return ask_when_changed({*session_, tally_, wanted.may_wait->longest, wanted.may_wait->look},
                            awaited_);
}

bool status_question::is_answered(error_code const& error) const noexcept {
    if (shows_changes_only())
        return !error;
    return !error || error == sql_server_errc::permission_denied ||
           (last_ == form::job_by_job && error == sql_server_errc::not_found);
}

void status_question::learn(tds::result const& answer) {
    if (last_ == form::changed_rows)
        return learn_changes(answer);
    if (last_ == form::awaited_change)
        return learn_awaited(answer);
    auto const rows = activity_rows(answer);
    look_at_all_ = last_ == form::job_by_job && rows < asked_;
    if (last_ == form::all_jobs)
        jobs_there_ = rows;
    changes_.known_until(asked_at_);
    polls_of_changes_ = 0;
    session_.reset();
    if (auto const* set = set_with(answer, activity_reader::landmark); set != nullptr && rows > 0)
        session_ = activity_reader(*set).session(0);
}

void status_question::refused(error_code const& error) {
    bool const lives = last_ == form::changed_rows ? changes_.survives(error)
                                                   : error.category() != sql_server_category();
    tables_refused_ = tables_refused_ || (shows_changes_only() && !lives);
}

void status_question::learn_changes(tds::result const& answer) {
    ++polls_of_changes_;
    auto const newest = changes_.learn(answer);
    look_at_all_ = !newest || newest != session_;
}

void status_question::learn_awaited(tds::result const& answer) {
    auto const* set = set_with(answer, "newest_session");
    if (set == nullptr || set->empty()) {
        look_at_all_ = true;
        return;
    }
    row_reader const row(*set, 0);
    look_at_all_ = row.number("newest_session") != session_;
    if (auto const then = row.time("server_time"))
        changes_.known_until(*then);
    tally_ = {row.number("begun").value_or(-1), row.number("ended").value_or(-1),
              row.number("history").value_or(-1)};
    // One of them is gone. What is left is asked for anew.
    if (activity_rows(answer) < awaited_.size()) {
        look_at_all_ = true;
        awaited_.clear();
    }
}

} // namespace ssislb::detail
