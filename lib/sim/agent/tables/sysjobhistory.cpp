// msdb.dbo.sysjobhistory: the rows that the limiter has left.
#include "sim/agent/procedures/columns.hpp"
#include "sim/agent/tables/registry.hpp"
#include "sim/agent/world.hpp"

#include <algorithm>
#include <limits>
#include <vector>

namespace ssislb::sim::detail {
namespace {

struct entry {
    world const* in = nullptr;
    history_row const* row = nullptr;
};

using column = table_column<entry>;

template <auto Member>
sql::value number(entry const& of) {
    return int_value(of.row->*Member);
}

template <auto Member>
sql::value text(entry const& of) {
    return of.row->*Member;
}

sql::value zero(entry const&) {
    return int_value(0);
}

std::vector<column> const& columns() {
    static std::vector<column> const all{
        {int_column("instance_id", nulls::none), number<&history_row::instance_id>},
        {id_column("job_id", nulls::none),
         [](entry const& of) { return sql::value{of.row->job_id}; }},
        {int_column("step_id", nulls::none), number<&history_row::step_id>},
        {name_column("step_name", nulls::none), text<&history_row::step_name>},
        {int_column("sql_message_id", nulls::none), zero},
        {int_column("sql_severity", nulls::none), zero},
        {text_column("message", 4000), text<&history_row::message>},
        {int_column("run_status", nulls::none), number<&history_row::run_status>},
        {int_column("run_date", nulls::none), number<&history_row::run_date>},
        {int_column("run_time", nulls::none), number<&history_row::run_time>},
        {int_column("run_duration", nulls::none), number<&history_row::run_duration>},
        {int_column("operator_id_emailed", nulls::none), zero},
        {int_column("operator_id_netsent", nulls::none), zero},
        {int_column("operator_id_paged", nulls::none), zero},
        {int_column("retries_attempted", nulls::none), number<&history_row::retries_attempted>},
        {name_column("server", nulls::none),
         [](entry const& of) { return sql::value{of.in->spec.name}; }},
    };
    return all;
}

// By their place in columns().
constexpr std::size_t instance_column = 0;
constexpr std::size_t job_column = 1;

std::int32_t first_instance(scan_bounds const& bounds) {
    auto const least = bounds.at_least<std::int64_t>({instance_column});
    constexpr std::int64_t most = std::numeric_limits<std::int32_t>::max();
    return static_cast<std::int32_t>(std::clamp<std::int64_t>(least.value_or(0), 0, most));
}

/// By the ids of one job's rows where the job is known, else from the first id on.
class walk {
public:
    walk(world const& in, scan_bounds const& bounds)
        : in_{in}
        , owner_{owner_in(in, bounds)}
        , next_{first_instance(bounds)} {
        if (owner_ != nullptr)
            at_ = std::ranges::lower_bound(owner_->history, next_) - owner_->history.begin();
    }

    bool next(entry& row) {
        row = {&in_, owner_ == nullptr ? next_of_all() : next_of_owner()};
        return row.row != nullptr;
    }

private:
    /// Null: all rows, for those of a job may outlive it.
    static job const* owner_in(world const& in, scan_bounds const& bounds) {
        auto const id = bounds.equal_to<guid>(job_column);
        return id ? in.jobs.find(*id) : nullptr;
    }

    history_row const* next_of_owner() {
        auto const& ids = owner_->history;
        if (at_ == static_cast<std::ptrdiff_t>(ids.size()))
            return nullptr;
        return in_.history.find(ids[static_cast<std::size_t>(at_++)]);
    }

    history_row const* next_of_all() {
        auto const found = in_.history.rows().lower_bound(next_);
        if (found == in_.history.rows().end())
            return nullptr;
        next_ = found->first + 1;
        return &found->second;
    }

    world const& in_;
    job const* owner_;
    std::int32_t next_;
    std::ptrdiff_t at_ = 0;
};

std::unique_ptr<cursor> open(world const& in, session_state const&, scan_bounds const& bounds) {
    return std::make_unique<walking_cursor<entry, walk>>(columns(), walk{in, bounds});
}

} // namespace

table const sysjobhistory{"dbo", "sysjobhistory", read_right::select_in_msdb,
                          described_once<columns>, open};

} // namespace ssislb::sim::detail
