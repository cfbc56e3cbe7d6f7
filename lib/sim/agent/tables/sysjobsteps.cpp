// msdb.dbo.sysjobsteps: the steps of the jobs, and how each last went.
#include "sim/agent/procedures/columns.hpp"
#include "sim/agent/procedures/sp_help_jobstep.hpp"
#include "sim/agent/tables/job_walk.hpp"
#include "sim/agent/tables/registry.hpp"

#include <string>
#include <vector>

namespace ssislb::sim::detail {
namespace {

struct entry {
    job const* of = nullptr;
    std::int32_t number = 0;

    [[nodiscard]] step_spec const& step() const { return of->step(number); }
    [[nodiscard]] last_run last() const { return last_run_of_step(*of, number); }
};

using column = table_column<entry>;

template <auto Member>
sql::value number(entry const& row) {
    return int_value(static_cast<std::int64_t>(row.step().*Member));
}

template <auto Member>
sql::value detail_number(entry const& row) {
    return int_value(row.step().details.*Member);
}

template <auto Member>
sql::value detail_text(entry const& row) {
    return null_if_empty(row.step().details.*Member);
}

template <auto Member>
sql::value text(entry const& row) {
    return row.step().*Member;
}

template <auto Member>
sql::value last(entry const& row) {
    return int_value(row.last().*Member);
}

/// Made from the job's: the last group counts its steps.
sql::value step_uid(entry const& row) {
    auto uid = row.of->id;
    uid.bytes[14] ^= static_cast<std::byte>(row.number >> 8 & 0xFF);
    uid.bytes[15] ^= static_cast<std::byte>(row.number & 0xFF);
    return uid;
}

std::vector<column> const& columns() {
    static std::vector<column> const all{
        {id_column("job_id", nulls::none), [](entry const& row) { return sql::value{row.of->id}; }},
        {int_column("step_id", nulls::none),
         [](entry const& row) { return int_value(row.number); }},
        {name_column("step_name", nulls::none), text<&step_spec::name>},
        {text_column("subsystem", 40, nulls::none), text<&step_spec::subsystem>},
        {max_column("command"), text<&step_spec::command>},
        {int_column("flags", nulls::none), detail_number<&step_details::flags>},
        {max_column("additional_parameters"), detail_text<&step_details::additional_parameters>},
        {int_column("cmdexec_success_code", nulls::none),
         detail_number<&step_details::cmdexec_success_code>},
        {tinyint_column("on_success_action", nulls::none), number<&step_spec::on_success>},
        {int_column("on_success_step_id", nulls::none), number<&step_spec::on_success_step>},
        {tinyint_column("on_fail_action", nulls::none), number<&step_spec::on_fail>},
        {int_column("on_fail_step_id", nulls::none), number<&step_spec::on_fail_step>},
        {name_column("server"), detail_text<&step_details::server>},
        {name_column("database_name"), [](entry const& row) { return database_of(row.step()); }},
        {name_column("database_user_name"), detail_text<&step_details::database_user_name>},
        {int_column("retry_attempts", nulls::none), number<&step_spec::retry_attempts>},
        {int_column("retry_interval", nulls::none),
         [](entry const& row) { return int_value(row.step().retry_interval.count()); }},
        {int_column("os_run_priority", nulls::none), detail_number<&step_details::os_run_priority>},
        {text_column("output_file_name", 200), detail_text<&step_details::output_file_name>},
        {int_column("last_run_outcome", nulls::none), last<&last_run::outcome>},
        {int_column("last_run_duration", nulls::none), last<&last_run::duration>},
        {int_column("last_run_retries", nulls::none), last<&last_run::retries>},
        {int_column("last_run_date", nulls::none), last<&last_run::date>},
        {int_column("last_run_time", nulls::none), last<&last_run::time>},
        {int_column("proxy_id"),
         [](entry const& row) {
             return row.step().proxy_id ? int_value(*row.step().proxy_id) : sql::value{};
         }},
        {id_column("step_uid"), step_uid},
    };
    return all;
}

constexpr std::size_t job_column = 0;

class walk {
public:
    walk(world const& in, scan_bounds const& bounds)
        : jobs_{in, {bounds.equal_to<guid>(job_column)}} {}

    bool next(entry& row) {
        while (row.of == nullptr || row.number == row.of->step_count()) {
            row = {jobs_.next(), 0};
            if (row.of == nullptr)
                return false;
        }
        ++row.number;
        return true;
    }

private:
    job_walk jobs_;
};

std::unique_ptr<cursor> open(world const& in, session_state const&, scan_bounds const& bounds) {
    return std::make_unique<walking_cursor<entry, walk>>(columns(), walk{in, bounds});
}

} // namespace

table const sysjobsteps{"dbo", "sysjobsteps", read_right::select_in_msdb, described_once<columns>,
                        open};

} // namespace ssislb::sim::detail
