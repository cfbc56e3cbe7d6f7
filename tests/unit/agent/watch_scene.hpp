// A job under watch as a test tells its story: times are seconds after the mark.
#pragma once

#include "agent/job_watch_fsm.hpp"
#include "support/catch.hpp"

#include <ssislb/base/errors.hpp>

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>
#include <vector>

namespace ssislb::test {

using detail::job_watch_fsm;
using detail::sighting;
using detail::watch_step;
using detail::watch_verdict;

inline constexpr guid our_job{{std::byte{1}}};
inline constexpr guid other_job{{std::byte{2}}};
inline constexpr std::int32_t first_session = 7;
inline constexpr std::int32_t known_history = 100;

inline server_time at(double seconds) {
    using namespace std::chrono;
    auto const base = server_time{local_days{year{2026} / 11 / 24}} + 10h;
    return base + milliseconds{static_cast<milliseconds::rep>(seconds * 1000)};
}

/// The run before: requested at -60, ended at -50 with history row 90.
inline job_activity idle_row() {
    job_activity row;
    row.session = first_session;
    row.job = our_job;
    row.job_name = "load orders";
    row.run_requested = at(-60);
    row.started = at(-60);
    row.stopped = at(-50);
    row.history = 90;
    row.run_status = run_status::succeeded;
    return row;
}

inline job_mark mark() {
    return {our_job, first_session, at(-60), known_history};
}

/// The same, and it is known when it was made.
inline job_mark timed_mark() {
    auto timed = mark();
    timed.taken_at = at(0);
    return timed;
}

inline job_activity pending_row(double requested) {
    auto row = idle_row();
    row.run_requested = at(requested);
    row.started = row.stopped = std::nullopt;
    row.history = row.run_status = std::nullopt;
    return row;
}

inline job_activity running_row(double requested, double started) {
    auto row = pending_row(requested);
    row.started = at(started);
    return row;
}

inline job_activity ended_row(double requested, double started, double stopped, std::int32_t id,
                              std::int32_t status = run_status::succeeded) {
    auto row = running_row(requested, started);
    row.stopped = at(stopped);
    row.history = id;
    row.run_status = status;
    return row;
}

/// What a server with these rows shows of our job.
inline sighting snapshot(std::vector<job_activity> const& rows) {
    sighting seen;
    for (auto const& row : rows) {
        seen.session = std::max(seen.session.value_or(row.session), row.session);
        seen.newest_history = std::max(seen.newest_history, row.history.value_or(0));
    }
    for (auto const& row : rows)
        if (row.job == our_job && row.session == seen.session)
            seen.row = row;
    return seen;
}

/// What a server shows that has other jobs, but not ours.
inline sighting without_our_row() {
    auto row = idle_row();
    row.job = other_job;
    return snapshot({row});
}

inline job_history_row history_row(std::int32_t id, std::int32_t step, std::int32_t status,
                                   double started, int seconds = 1) {
    job_history_row row;
    row.instance_id = id;
    row.job = our_job;
    row.step = step;
    row.step_name = step == 0 ? "(Job outcome)" : "step " + std::to_string(step);
    row.status = status;
    row.started = std::chrono::floor<std::chrono::seconds>(at(started));
    row.duration = std::chrono::seconds{seconds};
    return row;
}

inline agent_job job_in_state(std::int32_t state) {
    agent_job job;
    job.id = our_job;
    job.execution_status = state;
    job.last_run = at(-60);
    job.last_run_outcome = outcome::succeeded;
    return job;
}

} // namespace ssislb::test
