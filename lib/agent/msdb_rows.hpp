// Answers of the job procedures as rows of the model. Columns are read by name.
#pragma once

#include "agent/job_watch_fsm.hpp"
#include "agent/run_result.hpp"

#include <ssislb/agent/agent_job.hpp>
#include <ssislb/agent/job_activity.hpp>
#include <ssislb/agent/job_history.hpp>
#include <ssislb/agent/session_facts.hpp>
#include <ssislb/tds/result.hpp>

#include <optional>
#include <vector>

namespace ssislb::detail {

/// Each finds its result set by its columns, whatever stands around it. A set that is missing
/// has no rows.
[[nodiscard]] std::vector<agent_job> read_jobs(tds::result const&);
[[nodiscard]] std::vector<job_activity> read_activity(tds::result const&);
[[nodiscard]] std::vector<job_history_row> read_history(tds::result const&);
[[nodiscard]] package_steps read_steps(tds::result const&);
[[nodiscard]] std::optional<last_run> read_last_run(tds::result const&);
/// What the server's clock showed; none: it was not asked for.
[[nodiscard]] std::optional<server_time> read_time(tds::result const&);
[[nodiscard]] std::optional<session_facts> read_facts(tds::result const&);

} // namespace ssislb::detail
