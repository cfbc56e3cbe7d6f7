// What a run remembers of one task.
#pragma once

#include "scheduler/judgement.hpp"

#include <ssislb/base/time.hpp>
#include <ssislb/model/decision.hpp>
#include <ssislb/scheduler/server_set.hpp>
#include <ssislb/scheduler/status.hpp>

#include <cstdint>
#include <optional>

namespace ssislb::detail {

/// How far the start of an attempt has come.
enum class start_phase : std::uint8_t { decided, intended, in_doubt, accepted };

struct attempt_record {
    server_id server{};
    start_phase phase = start_phase::decided;
    timestamp accepted_at{};
    /// By the Agent.
    bool picked_up = false;
    /// Set once its stop has been asked for.
    std::optional<stop_reason> stopped;
    /// Nobody waits for it yet, since the run was resumed.
    bool loose = false;
    /// It began before the run was resumed: that it comes to nothing says nothing of the server.
    bool of_earlier_process = false;
    /// When it is given up, unless its server is up before.
    std::optional<timestamp> lost_at;
    /// Position among the attempts that hold slots.
    std::size_t place = 0;
};

struct task_record {
    task_state state = task_state::waiting;
    /// Of the newest attempt; 0: none yet.
    std::uint32_t number = 0;
    std::optional<attempt_record> live;
    std::optional<server_id> last_server;
    std::uint32_t started = 0;
    /// Those that are used up.
    std::uint32_t retries = 0;
    std::uint32_t restarts_left = 0;
    timestamp ready_since{};
    /// How the newest attempt ended, or the final outcome once settled.
    std::optional<judgement> last;
    /// Servers on which an attempt has ended; empty until one has.
    server_set tried;
    bool has_tried = false;
    /// Shall start no job any more.
    bool skip_requested = false;
};

} // namespace ssislb::detail
