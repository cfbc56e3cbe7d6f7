// What a run tells those who watch it: progress views, logs, reports.
#pragma once

#include <ssislb/base/error_code.hpp>
#include <ssislb/base/time.hpp>
#include <ssislb/model/decision.hpp>
#include <ssislb/model/event.hpp>
#include <ssislb/model/ids.hpp>
#include <ssislb/model/outcome.hpp>
#include <ssislb/model/run_summary.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace ssislb {

namespace notice {

struct run_started {};

struct server_up {
    server_id server{};
    std::string product_version;
};

struct server_down {
    server_id server{};
    error_code reason;
    /// A sentence that names the server, what it said and what to do.
    std::string text;
    bool final = false;
};

/// The server takes no new work, finishes what runs; undrained: takes work again.
struct server_drained {
    server_id server{};
};
struct server_undrained {
    server_id server{};
};

/// The server has so many slots from now on.
struct server_limited {
    server_id server{};
    std::uint32_t max_jobs = 1;
};

/// So many jobs run there that are not ours.
struct foreign_load {
    server_id server{};
    std::uint32_t jobs = 0;
};

/// Jobs wait for worker threads there, so many of ours among them: for a while nothing more is
/// started there.
struct threads_short {
    server_id server{};
    std::uint32_t waiting = 0;
};

/// By what is known now the run ends later than the package's finish_by.
struct deadline_endangered {
    timestamp finish_by;
    /// None: it does not end by itself.
    std::optional<timestamp> expected_end;
};
/// That is over.
struct deadline_safe {
    timestamp finish_by;
    timestamp expected_end;
};

/// The task will start no job any more; task_skipped follows once its constraints hold.
struct skip_requested {
    task_id task{};
};

/// Nothing is started from now on, what runs goes on; continued: starts happen again.
struct run_paused {};
struct run_continued {};

/// The Agent has accepted the start.
struct attempt_started {
    attempt_id attempt;
    server_id server{};
    /// The task's how many-th accepted start. The attempt's own number counts refused ones too.
    std::uint32_t ordinal = 1;
};

/// Another process goes on with the run.
struct run_resumed {
    /// How it stands: a task that is not settled has no `finished`.
    run_summary so_far;
    /// Attempts that the Agents have accepted, and whose ends nobody has seen.
    std::vector<attempt_started> running;
};

struct attempt_finished {
    attempt_id attempt;
    server_id server{};
    std::uint32_t ordinal = 1;
    outcome result{};
    attempt_result details;
    /// From acceptance to detection.
    milliseconds elapsed{0};
    std::optional<timestamp> retry_at;
    /// The job's end was seen at most so long after it came. None: it was not seen.
    std::optional<milliseconds> detection_delay;
};

/// A start that did not happen, and why; the task waits or goes elsewhere.
struct start_refused {
    attempt_id attempt;
    server_id server{};
    refusal why{};
    std::string text;
};

struct task_finished {
    task_id task{};
    outcome result{};
    settle_reason why{};
    std::optional<server_id> server;
    std::uint32_t attempts = 0;
    std::string text;
};

struct task_skipped {
    task_id task{};
    skip_reason why{};
};

/// Something a person should know that changes nothing.
struct warning {
    std::optional<task_id> task;
    std::optional<server_id> server;
    std::string text;
};

struct run_finished {
    run_summary summary;
};

} // namespace notice

using run_notice = std::variant<
    notice::run_started, notice::run_resumed, notice::server_up, notice::server_down, notice::server_drained,
    notice::server_undrained, notice::server_limited, notice::foreign_load, notice::threads_short,
    notice::deadline_endangered, notice::deadline_safe, notice::skip_requested, notice::run_paused,
    notice::run_continued, notice::attempt_started, notice::attempt_finished, notice::start_refused,
    notice::task_finished, notice::task_skipped, notice::warning, notice::run_finished>;

/// The name that reports use: `attempt_started`, `run_finished`.
[[nodiscard]] std::string_view name_of(run_notice const&) noexcept;

/// A notice and its instant.
struct timed_notice {
    timestamp at;
    run_notice what;
};

} // namespace ssislb
