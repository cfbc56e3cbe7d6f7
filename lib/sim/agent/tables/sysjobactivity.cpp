// msdb.dbo.sysjobactivity: of every Agent session, what became of each job in it.
#include "sim/agent/procedures/columns.hpp"
#include "sim/agent/tables/job_walk.hpp"
#include "sim/agent/tables/registry.hpp"

#include <vector>

namespace ssislb::sim::detail {
namespace {

struct entry {
    std::int32_t session = 0;
    job const* of = nullptr;
    /// Null: the job was not requested in the session.
    activity const* noted = nullptr;
};

using column = table_column<entry>;

template <auto Member>
sql::value moment(entry const& row) {
    return row.noted == nullptr ? sql::value{} : datetime_value(row.noted->*Member);
}

sql::value source(entry const& row) {
    return row.noted == nullptr ? sql::value{} : sql::value{std::string{row.noted->source}};
}

sql::value last_step(entry const& row) {
    return null_if_zero(row.noted == nullptr ? 0 : row.noted->last_step);
}

sql::value history_id(entry const& row) {
    bool const known = row.noted != nullptr && row.noted->history_id;
    return known ? int_value(*row.noted->history_id) : sql::value{};
}

std::vector<column> const& columns() {
    static std::vector<column> const all{
        {int_column("session_id", nulls::none),
         [](entry const& row) { return int_value(row.session); }},
        {id_column("job_id", nulls::none), [](entry const& row) { return sql::value{row.of->id}; }},
        {datetime_column("run_requested_date"), moment<&activity::requested>},
        {name_column("run_requested_source"), source},
        {datetime_column("queued_date"), moment<&activity::queued>},
        {datetime_column("start_execution_date"), moment<&activity::started>},
        {int_column("last_executed_step_id"), last_step},
        {datetime_column("last_executed_step_date"), moment<&activity::last_step_date>},
        {datetime_column("stop_execution_date"), moment<&activity::stopped>},
        {int_column("job_history_id"), history_id},
        {datetime_column("next_scheduled_run_date"), [](entry const&) { return sql::value{}; }},
    };
    return all;
}

// By their place in columns().
constexpr std::size_t session_column = 0;
constexpr std::size_t job_column = 1;
constexpr std::initializer_list<std::size_t> moment_columns{2, 4, 5, 7, 8};

job_filter filter_of(scan_bounds const& bounds) {
    return {bounds.equal_to<guid>(job_column), bounds.at_least<server_time>(moment_columns)};
}

class walk {
public:
    walk(world const& in, scan_bounds const& bounds)
        : agent_{in.agent}
        , jobs_{in, filter_of(bounds)}
        , only_{bounds.equal_to<std::int64_t>(session_column)} {
        if (only_)
            session_ = *only_;
    }

    bool next(entry& row) {
        while (agent_.has_session(session_)) {
            if (row.of = jobs_.next(); row.of != nullptr) {
                row.session = static_cast<std::int32_t>(session_);
                row.noted = row.of->activity_in(row.session);
                return true;
            }
            if (only_)
                return false;
            ++session_;
            jobs_.restart();
        }
        return false;
    }

private:
    agent const& agent_;
    job_walk jobs_;
    std::optional<std::int64_t> only_;
    std::int64_t session_ = 1;
};

std::unique_ptr<cursor> open(world const& in, session_state const&, scan_bounds const& bounds) {
    return std::make_unique<walking_cursor<entry, walk>>(columns(), walk{in, bounds});
}

} // namespace

table const sysjobactivity{"dbo", "sysjobactivity", read_right::select_in_msdb,
                           described_once<columns>, open};

} // namespace ssislb::sim::detail
