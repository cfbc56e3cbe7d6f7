// What an instance keeps of its jobs, and how it behaves.
#pragma once

#include "timeline.hpp"
#include "truth.hpp"

#include <ssislb/base/time.hpp>

#include <cstdint>
#include <deque>
#include <optional>

namespace ssislb::simulation {

enum class agent_state : std::uint8_t { stopped, starting, running };

enum class start_answer : std::uint8_t {
    accepted,
    agent_stopped,
    agent_starting,
    no_such_job,
    no_target,
    denied,
    already_running,
    already_pending,
    suspended,
};

enum class job_phase : std::uint8_t {
    idle,
    /// Accepted, not picked up.
    pending,
    waiting_for_thread,
    executing,
    /// It has ended, and that is being written down.
    completing,
};

/// Lengths are the longest ones; each is drawn anew.
struct instance_habits {
    /// Until an accepted request stands in the activity.
    instant record = 0;
    instant pick_up = 1'000;
    instant stop = 2'000;
    /// From the end of the last step to the row in history.
    instant finish = 100;
    /// From there to last_run_*.
    instant publish = 200;
    instant agent_start = 5'000;
    /// Rows a job; more are trimmed, the oldest first.
    std::uint32_t history_rows = 100;
    /// Runs at a time; 0: any number.
    std::uint32_t threads = 0;
    /// The activity knows whole seconds only.
    bool whole_seconds = false;
    /// Until a request is picked up its row shows what the run before has left.
    bool keeps_old_columns = false;
    /// The login sees no activity.
    bool hides_activity = false;
    /// Numbers of sessions that are left out when the server has crashed.
    std::int32_t session_gap = 0;
    /// The local clock against the true time.
    std::int64_t clock_offset = 0;
};

struct job_habits {
    bool exists = true;
    bool has_target = true;
    bool enabled = true;
    bool suspended = false;
    bool may_start = true;
    instant shortest = 1'000;
    instant longest = 60'000;
    /// In a thousand runs.
    std::uint32_t fails = 0;
    std::uint32_t package_fails = 0;
};

struct activity_row {
    std::int32_t session = 0;
    std::optional<server_time> requested;
    requester by = requester::us;
    std::optional<server_time> started;
    std::optional<server_time> stopped;
    std::int32_t history = 0;
};

/// Of a run: one or two rows of its steps, then the job's, which has the highest number.
struct history_entry {
    std::int32_t first = 0;
    std::int32_t last = 0;
    run_number run = 0;
    bool failed_step = false;
    bool steps_trimmed = false;
};

struct job_record {
    job_phase phase = job_phase::idle;
    /// Meaningful while it is not idle.
    run_number run = 0;
    std::deque<history_entry> history;
    /// As last_run_* tells it.
    std::optional<run_number> last_run;
    /// As the steps tell it.
    std::optional<run_number> last_steps;
};

} // namespace ssislb::simulation
