// What the scheduler wants done, and what it has settled. Decisions follow from events alone.
#pragma once

#include <ssislb/base/time.hpp>
#include <ssislb/model/ids.hpp>
#include <ssislb/model/outcome.hpp>

#include <optional>
#include <string_view>
#include <variant>

namespace ssislb {

/// Why a task ended otherwise than its last job did.
enum class settle_reason : std::uint8_t {
    /// Its last attempt's outcome.
    attempt,
    /// The last attempt passed the task's timeout and was stopped.
    timed_out,
    /// No server can run its job.
    no_eligible_server,
    /// Every server that could run it stayed away for longer than the run's patience.
    no_available_server,
};

[[nodiscard]] std::string_view to_string(settle_reason) noexcept;

/// Why an attempt is stopped.
enum class stop_reason : std::uint8_t { timed_out, run_canceled };

[[nodiscard]] std::string_view to_string(stop_reason) noexcept;

namespace decision {

/// Start the task's job; a slot of the server is held from now on.
struct start {
    attempt_id attempt;
    server_id server{};
};

/// Find out whether a start in doubt happened: start_accepted or start_refused follows.
struct confirm {
    attempt_id attempt;
    server_id server{};
};

/// Wait again for an attempt whose start was accepted, after the run was resumed.
struct reattach {
    attempt_id attempt;
    server_id server{};
};

/// Ask the Agent to stop the attempt's job (sp_stop_job).
struct stop {
    attempt_id attempt;
    server_id server{};
    stop_reason why{};
};

/// Feed a tick at this instant. Replaces an earlier one.
struct wake {
    timestamp at;
};

/// An attempt has ended; a retry may follow.
struct attempt_settled {
    attempt_id attempt;
    server_id server{};
    outcome result{};
    /// When the next attempt may start, if there will be one.
    std::optional<timestamp> retry_at;
};

/// The task's final outcome.
struct task_settled {
    task_id task{};
    outcome result{};
    settle_reason why{};
};

struct task_skipped {
    task_id task{};
    skip_reason why{};
};

/// Nothing is left to do. No decision follows.
struct finish {
    outcome result{};
};

} // namespace decision

using run_decision = std::variant<decision::start, decision::confirm, decision::reattach,
                                  decision::stop, decision::wake, decision::attempt_settled,
                                  decision::task_settled, decision::task_skipped, decision::finish>;

} // namespace ssislb
