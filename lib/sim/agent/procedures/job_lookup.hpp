// What nearly all job procedures do first: find the job that the caller means and may see.
#pragma once

#include "sim/agent/job.hpp"
#include "sim/sql/procedure.hpp"

#include <cstdint>

namespace ssislb::sim::detail {

/// Whether a procedure refuses while the Agent service starts (14258).
enum class start_up_test : std::uint8_t { made, none };

struct found_job {
    /// Null: none was asked for, or a message has said why not.
    detail::job* job = nullptr;
    bool failed = false;
};

/// By @job_id or @job_name, exactly one of them: 14294, 14262, 14293, 14258 otherwise.
[[nodiscard]] found_job verify_job_identifiers(frame const&, arguments const&, start_up_test);

/// The same where none of them means all jobs.
[[nodiscard]] found_job verify_optional_job(frame const&, arguments const&, start_up_test);

/// False: 14258 has been said.
[[nodiscard]] bool agent_is_ready(frame const&);

[[nodiscard]] bool owns(frame const&, job const&);
/// sysjobs_view: own jobs, or all with SQLAgentReaderRole.
[[nodiscard]] bool may_see(frame const&, job const&);
[[nodiscard]] bool may_see(login_spec const&, job const&);
/// Owners, SQLAgentOperatorRole and sysadmin start and stop.
[[nodiscard]] bool may_start_and_stop(frame const&, job const&);

/// @job_name without outer blanks; empty counts as NULL.
[[nodiscard]] std::optional<std::string> job_name_of(arguments const&);

} // namespace ssislb::sim::detail
