#include "agent/activity_reader.hpp"

#include "agent/row_reader.hpp"

namespace ssislb::detail {
activity_reader::activity_reader(tds::row_set const& set)
    : set_(set)
    , session_(set.column("session_id"))
    , job_(set.column("job_id"))
    , job_name_(set.column("job_name"))
    , run_requested_(set.column(landmark))
    , run_requested_source_(set.column("run_requested_source"))
    , queued_(set.column("queued_date"))
    , started_(set.column("start_execution_date"))
    , last_step_(set.column("last_executed_step_id"))
    , last_step_at_(set.column("last_executed_step_date"))
    , stopped_(set.column("stop_execution_date"))
    , next_run_(set.column("next_scheduled_run_date"))
    , history_(set.column("job_history_id"))
    , run_status_(set.column("run_status"))
    , message_(set.column("message")) {}

job_activity activity_reader::row(std::size_t at) const {
    row_reader const row(set_, at);
    job_activity activity;
    activity.session = session(at);
    activity.job = job(at);
    activity.job_name = row.text(job_name_);
    activity.run_requested = row.time(run_requested_);
    activity.run_requested_source = row.text(run_requested_source_);
    activity.queued = row.time(queued_);
    activity.started = row.time(started_);
    activity.last_executed_step = row.number(last_step_);
    activity.last_executed_step_at = row.time(last_step_at_);
    activity.stopped = row.time(stopped_);
    activity.next_scheduled_run = row.time(next_run_);
    activity.history = row.number(history_);
    activity.run_status = row.number(run_status_);
    activity.message = row.text(message_);
    return activity;
}

std::int32_t activity_reader::session(std::size_t row) const {
    return row_reader(set_, row).number_or(session_, 0);
}

guid activity_reader::job(std::size_t row) const {
    return row_reader(set_, row).id(job_);
}

std::int32_t activity_reader::history(std::size_t row) const {
    return row_reader(set_, row).number_or(history_, 0);
}

} // namespace ssislb::detail
