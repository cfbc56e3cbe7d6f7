// What a scheduler can be asked about its tasks, servers and the run.
#pragma once

#include <ssislb/base/time.hpp>
#include <ssislb/model/ids.hpp>
#include <ssislb/model/outcome.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

namespace ssislb {

enum class task_state : std::uint8_t {
    /// For its predecessors.
    waiting,
    /// For a slot.
    ready,
    /// For its next attempt's instant.
    delayed,
    /// Its start is decided; the Agent has not accepted it yet, or that is in doubt.
    starting,
    running,
    /// Runs, and its stop has been asked for.
    stopping,
    /// Has its final outcome.
    settled,
};

[[nodiscard]] std::string_view to_string(task_state) noexcept;

struct task_status {
    task_state state = task_state::waiting;
    /// Of the live attempt, else of the last that was decided; 0: none was.
    std::uint32_t attempt = 0;
    /// Where that attempt is or was.
    std::optional<server_id> server;
    /// Attempts that were accepted.
    std::uint32_t started = 0;
    /// When the live attempt was accepted.
    std::optional<timestamp> running_since;
    /// The final outcome, once settled.
    std::optional<outcome> result;
    /// It is not started any more, because somebody asked for that.
    bool skip_requested = false;

    bool operator==(task_status const&) const = default;
};

enum class server_state : std::uint8_t {
    /// Nothing is known of it yet.
    unheard,
    up,
    down,
    /// Down for good: no further try is made.
    gone,
};

[[nodiscard]] std::string_view to_string(server_state) noexcept;

/// Whether starts go to a server on which they fail.
enum class breaker_state : std::uint8_t {
    /// They do.
    closed,
    /// None goes there for a while.
    open,
    /// One at a time goes there, to find out how things are.
    half_open,
};

[[nodiscard]] std::string_view to_string(breaker_state) noexcept;

struct server_status {
    server_state state = server_state::unheard;
    bool drained = false;
    /// Starts there have failed: its Agent is down, or in a row for passing reasons.
    breaker_state breaker = breaker_state::closed;
    /// Its Agent was down when last asked.
    bool agent_down = false;
    /// Slots, and how many of them are held: more than there are where their number was lowered.
    std::uint32_t max_jobs = 0;
    std::uint32_t running = 0;
    /// Jobs that run there and are not ours, where the plan counts them.
    std::uint32_t foreign = 0;
    /// One of its windows is open, or it has none.
    bool in_window = true;
    /// Jobs wait for worker threads there, so that it gets no more of ours for a while.
    bool short_of_threads = false;

    bool operator==(server_status const&) const = default;
};

/// Tasks by state; the settled ones by outcome.
struct run_counts {
    std::uint32_t waiting = 0;
    std::uint32_t ready = 0;
    std::uint32_t delayed = 0;
    /// Starting, running or stopping.
    std::uint32_t live = 0;
    std::uint32_t succeeded = 0;
    std::uint32_t failed = 0;
    std::uint32_t canceled = 0;
    std::uint32_t skipped = 0;
    std::uint32_t unknown = 0;

    bool operator==(run_counts const&) const = default;
};

} // namespace ssislb
