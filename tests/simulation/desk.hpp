// What a client can ask of an instance, and what it is answered.
#pragma once

#include "agent/job_watch_fsm.hpp"
#include "agent/run_result.hpp"
#include "instance.hpp"

#include <ssislb/agent/agent_job.hpp>
#include <ssislb/agent/job_activity.hpp>
#include <ssislb/agent/job_history.hpp>
#include <ssislb/base/error_code.hpp>
#include <ssislb/base/guid.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ssislb::simulation {

enum class question_kind : std::uint8_t {
    connect,
    list_jobs,
    list_busy_jobs,
    /// One job's row, of the newest session unless one is named.
    activity,
    job,
    history,
    last_run,
    steps,
    clock,
    start,
    stop,
};

[[nodiscard]] std::string_view to_string(question_kind) noexcept;

struct question {
    question_kind what = question_kind::connect;
    std::uint32_t job = 0;
    std::optional<std::int32_t> session;
    /// Of a start.
    intent_number intent = no_intent;
};

/// What was not asked for is empty.
struct reply {
    error_code error;
    /// With the error.
    std::string_view text;
    /// The question was sent; it may have reached the server.
    bool sent = false;
    detail::sighting seen;
    std::vector<agent_job> jobs;
    std::vector<job_history_row> history;
    std::optional<detail::last_run> last_run;
    detail::package_steps steps;
};

/// Our login on every server, and somebody else's.
inline constexpr std::string_view our_login = "ssislb";
inline constexpr std::string_view other_login = "WAREHOUSE\\dba";

[[nodiscard]] guid id_of(std::uint32_t server, std::uint32_t job) noexcept;
[[nodiscard]] std::uint32_t job_of(guid const&) noexcept;
[[nodiscard]] std::string name_of_job(std::uint32_t job);

/// Carries the question out.
[[nodiscard]] reply ask(instance&, question const&);

} // namespace ssislb::simulation
