// sp_help_jobactivity: what the Agent has noted about the runs of a session.
#include "sim/agent/procedures/columns.hpp"
#include "sim/agent/procedures/job_lookup.hpp"
#include "sim/agent/procedures/registry.hpp"

#include <array>

namespace ssislb::sim::detail {
namespace {

constexpr std::array formals{
    formal{"@job_id", {sql::type::uniqueidentifier, 0}},
    formal{"@job_name", sql::sysname},
    formal{"@session_id", {sql::type::int_, 0}},
};

sql::result_set empty_set() {
    return {{int_column("session_id", nulls::none), id_column("job_id", nulls::none),
             name_column("job_name", nulls::none), datetime_column("run_requested_date"),
             name_column("run_requested_source"), datetime_column("queued_date"),
             datetime_column("start_execution_date"), int_column("last_executed_step_id"),
             datetime_column("last_executed_step_date"), datetime_column("stop_execution_date"),
             datetime_column("next_scheduled_run_date"), int_column("job_history_id"),
             text_column("message", 4000), int_column("run_status"),
             int_column("operator_id_emailed"), int_column("operator_id_netsent"),
             int_column("operator_id_paged")},
            {}};
}

/// The columns that a LEFT JOIN brings: NULL while it runs, and once the row is trimmed.
void add_history(sql::row& row, history_row const* outcome) {
    if (outcome == nullptr) {
        row.resize(row.size() + 5);
        return;
    }
    row.insert(row.end(), {outcome->message, int_value(outcome->run_status), int_value(0),
                           int_value(0), int_value(0)});
}

sql::row shown(frame const& in, job const& owner, std::int32_t session) {
    sql::row row{int_value(session), owner.id, owner.name};
    row.reserve(17);
    auto const* const noted = owner.activity_in(session);
    if (noted == nullptr) {
        row.resize(17);
        return row;
    }
    row.insert(row.end(), {datetime_value(noted->requested), std::string{noted->source},
                           datetime_value(noted->queued), datetime_value(noted->started),
                           null_if_zero(noted->last_step), datetime_value(noted->last_step_date),
                           datetime_value(noted->stopped), sql::value{},
                           noted->history_id ? int_value(*noted->history_id) : sql::value{}});
    add_history(row, noted->history_id ? in.world().history.find(*noted->history_id) : nullptr);
    return row;
}

bool may_see_activity(frame const& in, job const& owner) {
    return may_see(in, owner) && (in.caller().sees_activity || owns(in, owner));
}

int help(frame const& in, arguments& given) {
    auto const [wanted, failed] = verify_optional_job(in, given, start_up_test::made);
    if (failed)
        return 1;
    auto const& agent = in.world().agent;
    auto const* session = agent.newest_session();
    if (auto const id = given.integer("@session_id")) {
        session = agent.find_session(static_cast<std::int32_t>(*id));
        if (session == nullptr)
            return in.raise(14262, {"@session_id", std::to_string(*id)});
    }
    auto set = empty_set();
    auto const add = [&](job const& each) {
        if (may_see_activity(in, each))
            set.rows.push_back(shown(in, each, session->id));
    };
    if (session != nullptr && wanted != nullptr)
        add(*wanted);
    else if (session != nullptr)
        for (auto const& each : in.world().jobs.all())
            add(*each);
    in.send(std::move(set));
    return 0;
}

} // namespace

procedure const sp_help_jobactivity{"sp_help_jobactivity", formals, help};

} // namespace ssislb::sim::detail
