// How a run went: one line a task, one a server, and the totals.
#pragma once

#include <ssislb/base/time.hpp>
#include <ssislb/model/decision.hpp>
#include <ssislb/model/ids.hpp>
#include <ssislb/model/outcome.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ssislb {

struct task_summary {
    outcome result = outcome::unknown;
    /// Set when `result` is skipped.
    std::optional<skip_reason> skipped;
    settle_reason why = settle_reason::attempt;
    /// Starts that the Agent accepted, retries included.
    std::uint32_t attempts = 0;
    /// Of the last attempt.
    std::optional<server_id> server;
    std::optional<timestamp> started;
    std::optional<timestamp> finished;
    /// Step and message of the last attempt that did not succeed; or why it never started.
    std::string failed_step;
    std::string message;

    bool operator==(task_summary const&) const = default;
};

struct server_summary {
    /// Attempts accepted there.
    std::uint32_t attempts = 0;
    /// Of these: ended failed or unknown.
    std::uint32_t failed = 0;
    /// Sum over its attempts, as our events saw them.
    milliseconds busy{0};
    /// Every statement sent: status, starts, stops, history, job lists.
    std::uint64_t statements = 0;
    /// Status statements: at most one a poll, whatever the number of jobs.
    std::uint64_t status_polls = 0;
    std::uint64_t reconnects = 0;
    /// Relative, by what plan, histories and this run have taught.
    double learned_speed = 1.0;
    /// The server's last trouble, empty if none.
    std::string trouble;

    bool operator==(server_summary const&) const = default;
};

/// Values: distinct objects are safe to use from several threads.
struct run_summary {
    outcome result = outcome::unknown;
    timestamp started{};
    timestamp finished{};
    /// When the package had to be through; none: whenever.
    std::optional<timestamp> finish_by;
    /// In the order of the parent package.
    std::vector<task_summary> tasks;
    std::vector<server_summary> servers;
    /// One for each job that was seen to end, in that order: at most so long after it came. The end
    /// lies between the status that showed the job last, or its start, and the answer that told the
    /// outcome; servers tell it in whole seconds only.
    std::vector<milliseconds> detection_delays;

    [[nodiscard]] milliseconds makespan() const noexcept { return finished - started; }
    [[nodiscard]] std::uint32_t count(outcome) const noexcept;
    [[nodiscard]] std::uint32_t attempts() const noexcept;
    [[nodiscard]] std::uint64_t statements() const noexcept;
    [[nodiscard]] std::uint64_t status_polls() const noexcept;
    /// 0 when nothing was started.
    [[nodiscard]] double statements_per_job() const noexcept;
    /// None when no job was seen to end. Of an even number the later of the two in the middle.
    [[nodiscard]] std::optional<milliseconds> median_detection_delay() const;
    [[nodiscard]] std::optional<milliseconds> greatest_detection_delay() const noexcept;

    bool operator==(run_summary const&) const = default;
};

} // namespace ssislb
