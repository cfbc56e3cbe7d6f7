// msdb.dbo.sysjobs, and sysjobs_view, which shows a login the jobs that it may see.
#include "sim/agent/procedures/columns.hpp"
#include "sim/agent/procedures/job_lookup.hpp"
#include "sim/agent/procedures/sp_help_job_rows.hpp"
#include "sim/agent/tables/job_walk.hpp"
#include "sim/agent/tables/registry.hpp"
#include "sim/sql/session_state.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

namespace ssislb::sim::detail {
namespace {

struct entry {
    world const* in = nullptr;
    job const* of = nullptr;
};

using column = table_column<entry>;

/// Made from the login's name; only that of sa is well known.
sql::value sid_of(std::string const& login) {
    std::vector<std::byte> sid{std::byte{0x01}};
    if (login != "sa")
        for (char const c : login)
            sid.push_back(static_cast<std::byte>(c));
    sid.resize(std::min<std::size_t>(sid.size(), 85));
    return sid;
}

/// There is no table of operators here: who is told at all has the first one's id.
std::int64_t operator_id(notification const& told) {
    return told.operator_name.empty() ? 0 : 1;
}

std::int64_t category_id(entry const& row) {
    auto const* const found = row.in->categories.find(category_of(*row.of));
    return found == nullptr ? 0 : found->id;
}

template <auto Member>
sql::value number(entry const& row) {
    return int_value(row.of->*Member);
}

template <auto Member>
sql::value level(entry const& row) {
    return int_value((row.of->*Member).level);
}

template <auto Member>
sql::value told(entry const& row) {
    return int_value(operator_id(row.of->*Member));
}

template <auto Member>
sql::value moment(entry const& row) {
    return datetime_value(row.of->*Member);
}

std::vector<column> const& columns() {
    static std::vector<column> const all{
        {id_column("job_id", nulls::none), [](entry const& row) { return sql::value{row.of->id}; }},
        {int_column("originating_server_id", nulls::none), number<&job::multi_server>},
        {name_column("name", nulls::none),
         [](entry const& row) { return sql::value{row.of->name}; }},
        {tinyint_column("enabled", nulls::none), number<&job::enabled>},
        {text_column("description", 512),
         [](entry const& row) { return sql::value{description_of(*row.of)}; }},
        {int_column("start_step_id", nulls::none), number<&job::start_step>},
        {int_column("category_id", nulls::none),
         [](entry const& row) { return int_value(category_id(row)); }},
        {{"owner_sid", sql::type::varbinary, 85, false},
         [](entry const& row) { return sid_of(row.of->owner); }},
        {int_column("notify_level_eventlog", nulls::none), number<&job::notify_eventlog>},
        {int_column("notify_level_email", nulls::none), level<&job::notify_email>},
        {int_column("notify_level_netsend", nulls::none), level<&job::notify_netsend>},
        {int_column("notify_level_page", nulls::none), level<&job::notify_page>},
        {int_column("notify_email_operator_id", nulls::none), told<&job::notify_email>},
        {int_column("notify_netsend_operator_id", nulls::none), told<&job::notify_netsend>},
        {int_column("notify_page_operator_id", nulls::none), told<&job::notify_page>},
        {int_column("delete_level", nulls::none), number<&job::delete_level>},
        {datetime_column("date_created", nulls::none), moment<&job::created>},
        {datetime_column("date_modified", nulls::none), moment<&job::modified>},
        {int_column("version_number", nulls::none), number<&job::version>},
    };
    return all;
}

constexpr std::size_t job_column = 0;

class walk {
public:
    /// `seen_by` null: all jobs.
    walk(world const& in, scan_bounds const& bounds, login_spec const* seen_by)
        : in_{in}
        , jobs_{in, {bounds.equal_to<guid>(job_column)}}
        , seen_by_{seen_by} {}

    bool next(entry& row) {
        row.in = &in_;
        do
            row.of = jobs_.next();
        while (row.of != nullptr && seen_by_ != nullptr && !may_see(*seen_by_, *row.of));
        return row.of != nullptr;
    }

private:
    world const& in_;
    job_walk jobs_;
    login_spec const* seen_by_;
};

std::unique_ptr<cursor> open(world const& in, session_state const&, scan_bounds const& bounds) {
    return std::make_unique<walking_cursor<entry, walk>>(columns(), walk{in, bounds, nullptr});
}

std::unique_ptr<cursor> open_view(world const& in, session_state const& session,
                                  scan_bounds const& bounds) {
    return std::make_unique<walking_cursor<entry, walk>>(columns(),
                                                         walk{in, bounds, &session.login});
}

} // namespace

table const sysjobs{"dbo", "sysjobs", read_right::select_in_msdb, described_once<columns>, open};
table const sysjobs_view{"dbo", "sysjobs_view", read_right::select_in_msdb, described_once<columns>,
                         open_view};

} // namespace ssislb::sim::detail
