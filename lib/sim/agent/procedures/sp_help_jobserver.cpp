// sp_help_jobserver: where a job runs, and how it last went there.
#include "sim/agent/procedures/sp_help_jobserver.hpp"

#include "sim/agent/procedures/columns.hpp"
#include "sim/agent/procedures/job_lookup.hpp"
#include "sim/agent/procedures/registry.hpp"

#include <array>

namespace ssislb::sim::detail {
namespace {

constexpr std::array formals{
    formal{"@job_id", {sql::type::uniqueidentifier, 0}},
    formal{"@job_name", sql::sysname},
    formal{"@show_last_run_details", {sql::type::tinyint, 0}, formal::use::optional, 0},
};

int help(frame const& in, arguments& given) {
    auto const [target, failed] = verify_job_identifiers(in, given, start_up_test::made);
    if (failed)
        return 1;
    in.send(targets_of(in, *target, given.integer("@show_last_run_details") == 1));
    return 0;
}

} // namespace

sql::result_set targets_of(frame const& in, job const& owner, bool with_last_run) {
    sql::result_set set{{int_column("server_id", nulls::none), name_column("server_name"),
                         datetime_column("enlist_date"), datetime_column("last_poll_date")},
                        {}};
    if (with_last_run)
        set.columns.insert(set.columns.end(),
                           {int_column("last_run_date"), int_column("last_run_time"),
                            int_column("last_run_duration"), tinyint_column("last_run_outcome"),
                            text_column("last_outcome_message", 4000)});
    if (!owner.targeted)
        return set;
    sql::row row{int_value(0), in.world().spec.name, sql::value{}, sql::value{}};
    auto const& last = owner.last;
    if (with_last_run)
        row.insert(row.end(), {int_value(last.date), int_value(last.time), int_value(last.duration),
                               int_value(last.outcome),
                               last.message.empty() ? sql::value{} : sql::value{last.message}});
    set.rows.push_back(std::move(row));
    return set;
}

procedure const sp_help_jobserver{"sp_help_jobserver", formals, help};

} // namespace ssislb::sim::detail
