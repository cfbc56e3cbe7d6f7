// An Execute SQL Server Agent Job task and the precedence constraints that lead to it.
#pragma once

#include <ssislb/base/time.hpp>
#include <ssislb/model/failure_class.hpp>
#include <ssislb/model/outcome.hpp>

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ssislb {

/// What a predecessor must have done (SSIS: the constraint's Value).
enum class constraint_kind : std::uint8_t {
    /// It succeeded.
    success,
    /// It ended failed, canceled or unknown.
    failure,
    /// It ran, whatever its outcome.
    completion,
};

[[nodiscard]] std::string_view to_string(constraint_kind) noexcept;

struct precedence_constraint {
    /// Name of a task of the same parent package.
    std::string predecessor;
    constraint_kind kind = constraint_kind::success;

    bool operator==(precedence_constraint const&) const = default;
};

/// How several constraints combine (SSIS: LogicalAnd).
enum class constraint_join : std::uint8_t { all, any };

/// Whose word drives the constraints.
enum class outcome_source : std::uint8_t {
    /// Failed when the job failed, or when a step of subsystem SSIS ended failed though the job
    /// went on and succeeded.
    package,
    /// The job's word.
    job,
};

/// What simulated servers make of a task's job; real servers never see it.
struct simulated_behaviour {
    /// At speed 1.0; none: `expected`, else ten seconds.
    std::optional<milliseconds> duration;
    /// succeeded, failed or canceled.
    outcome result = outcome::succeeded;
    /// Only the first so many attempts end as `result`, the others succeed; 0: all do.
    std::uint32_t fail_attempts = 0;

    bool operator==(simulated_behaviour const&) const = default;
};

inline constexpr std::int32_t lowest_priority = -100;
inline constexpr std::int32_t highest_priority = 100;

/// What is retried by a task that does not say otherwise.
inline constexpr std::array retried_by_default = {
    failure_class::job_failed, failure_class::package_failed, failure_class::timed_out};

/// Values: distinct objects are safe to use from several threads.
struct task {
    std::string name;
    /// Name of the Agent job that runs the child package; the same on every server.
    std::string job;
    /// Names of the servers it may run on; empty: every server that has the job.
    std::vector<std::string> servers;
    /// It runs only on servers that have all of these tags.
    std::vector<std::string> required_tags;
    /// It runs rather on servers that have all of these tags, unless others end it much earlier.
    std::vector<std::string> preferred_tags;
    /// Those of its own, for a `tag_limit` to count.
    std::vector<std::string> tags;
    /// Tasks that have one of these in common never run at the same time, on whatever servers.
    std::vector<std::string> mutexes;
    /// Between the two limits; of ready tasks the one with the highest goes first. Each task is at
    /// least as urgent as those that wait for it.
    std::int32_t priority = 0;
    std::vector<precedence_constraint> after;
    constraint_join join = constraint_join::all;
    /// Duration at speed 1.0, for estimates only.
    std::optional<milliseconds> expected;
    /// Longest time from the accepted start to the end of an attempt; none: no limit.
    std::optional<milliseconds> timeout;
    /// Further attempts after one whose end is retried.
    std::uint32_t retries = 0;
    /// Before the first of them.
    milliseconds retry_delay{0};
    /// Each further delay is so many times the one before; from 1.
    double retry_backoff = 1;
    /// No delay grows beyond this; `retry_delay` itself is never shortened.
    milliseconds retry_delay_max = std::chrono::hours(1);
    /// Ends that are retried; empty: retried_by_default.
    std::vector<failure_class> retry_on;
    /// Ends that are not, after all.
    std::vector<failure_class> no_retry_on;
    /// May be started again when it is not known how an attempt ended.
    bool restartable = false;
    /// How long the server of an attempt may be away before the task is started elsewhere, if it
    /// is restartable; above 0.
    milliseconds server_loss_timeout = std::chrono::minutes(5);
    outcome_source outcome_from = outcome_source::package;
    bool enabled = true;
    std::optional<simulated_behaviour> simulate;

    bool operator==(task const&) const = default;
};

} // namespace ssislb
