// msdb.dbo.syssessions: each start of the Agent.
#include "sim/agent/procedures/columns.hpp"
#include "sim/agent/tables/registry.hpp"
#include "sim/agent/world.hpp"

#include <vector>

namespace ssislb::sim::detail {
namespace {

using column = table_column<agent_session>;

std::vector<column> const& columns() {
    static std::vector<column> const all{
        {int_column("session_id", nulls::none),
         [](agent_session const& row) { return int_value(row.id); }},
        {datetime_column("agent_start_date", nulls::none),
         [](agent_session const& row) { return datetime_value(row.started); }},
    };
    return all;
}

class walk {
public:
    explicit walk(agent const& of)
        : agent_{of} {}

    bool next(agent_session& row) {
        auto const* const found = agent_.find_session(++last_);
        if (found != nullptr)
            row = *found;
        return found != nullptr;
    }

private:
    agent const& agent_;
    std::int32_t last_ = 0;
};

std::unique_ptr<cursor> open(world const& in, session_state const&, scan_bounds const&) {
    return std::make_unique<walking_cursor<agent_session, walk>>(columns(), walk{in.agent});
}

} // namespace

table const syssessions{"dbo", "syssessions", read_right::select_in_msdb, described_once<columns>,
                        open};

} // namespace ssislb::sim::detail
