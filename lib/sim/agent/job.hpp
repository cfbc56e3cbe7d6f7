// A job as the tables of msdb and the Agent's memory hold it.
#pragma once

#include <ssislb/base/guid.hpp>
#include <ssislb/base/time.hpp>
#include <ssislb/sim/job_spec.hpp>

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ssislb::sim::detail {

/// Who asked for a run: sysjobactivity's source, and the words of messages.
struct requester {
    /// 1 schedule, 4 user.
    char source = '4';
    /// `User sa`, `Schedule 17 (nightly)`.
    std::string who;
    /// As a refusal ends: `User sa`, `Schedule 17`.
    std::string brief;
};

[[nodiscard]] inline requester by_user(std::string const& login) {
    return {'4', "User " + login, "User " + login};
}

/// A row of sysjobactivity. Times are exact here; a datetime rounds them when it is read.
struct activity {
    std::int32_t session_id = 0;
    server_time requested;
    char source = '4';
    std::optional<server_time> queued;
    std::optional<server_time> started;
    std::int32_t last_step = 0;
    std::optional<server_time> last_step_date;
    std::optional<server_time> stopped;
    std::optional<std::int32_t> history_id;
};

/// last_run_* of sysjobservers and sysjobsteps; 5 is unknown.
struct last_run {
    std::int32_t outcome = 5;
    std::int32_t date = 0;
    std::int32_t time = 0;
    std::int32_t duration = 0;
    std::int32_t retries = 0;
    std::string message;
};

enum class run_phase : std::uint8_t {
    /// Accepted, not picked up.
    pending,
    waiting_for_thread,
    executing,
    between_retries,
    completing,
};

/// A request in the Agent's memory, from its acceptance to its end.
struct run {
    std::uint64_t serial = 0;
    run_phase phase = run_phase::pending;
    requester by;
    server_time requested;
    std::optional<server_time> started;
    bool has_thread = false;
    std::int32_t first_step = 1;
    std::int32_t step = 1;
    bool step_was_asked_for = false;
    std::int32_t retry = 0;
    server_time step_started;
    /// Of the step that runs, if it lies in the catalog.
    std::optional<std::int64_t> execution_id;
    /// 0: no step has run.
    std::int32_t last_step = 0;
    /// How the step that runs will end.
    run_end planned = run_end::succeeded;
    run_end end = run_end::succeeded;
    server_time ended;
    /// Set once somebody has asked to stop it.
    std::string stopped_by;
};

/// Whom a job's end tells by e-mail, net send or pager. 0 never, 1 success, 2 failure, 3 always.
struct notification {
    std::int32_t level = 0;
    /// Empty: nobody.
    std::string operator_name;
};

using step_list = std::shared_ptr<std::vector<step_spec> const>;

struct job {
    guid id;
    std::string name;
    std::string owner;
    /// Empty: the usual text.
    std::string category;
    std::string description;
    bool enabled = true;
    bool targeted = true;
    bool multi_server = false;
    bool suspended = false;
    bool scheduled = false;
    std::int32_t notify_eventlog = 2;
    notification notify_email;
    notification notify_netsend;
    notification notify_page;
    /// After which end it deletes itself; numbered like the notifications.
    std::int32_t delete_level = 0;
    std::int32_t start_step = 1;
    std::int32_t version = 1;
    server_time created;
    server_time modified;
    /// Shared: thousands of foreign jobs have the same.
    step_list steps;

    std::vector<activity> activities;
    /// Null: the Agent has no request of it.
    std::unique_ptr<detail::run> run;
    last_run last;
    /// By step number less one; empty until a step has run.
    std::vector<last_run> last_of_steps;
    std::vector<std::uint32_t> executions;
    /// Ids of its rows in sysjobhistory, oldest first.
    std::deque<std::int32_t> history;
    std::optional<run_end> forced_end;
    std::uint32_t starts = 0;

    /// Null: it was not requested in that session.
    [[nodiscard]] activity const* activity_in(std::int32_t session) const noexcept {
        for (auto const& each : activities)
            if (each.session_id == session)
                return &each;
        return nullptr;
    }
    [[nodiscard]] std::int32_t step_count() const noexcept {
        return static_cast<std::int32_t>(steps->size());
    }
    /// Preconditions: 1 <= number <= step_count().
    [[nodiscard]] step_spec const& step(std::int32_t number) const noexcept {
        return (*steps)[static_cast<std::size_t>(number - 1)];
    }
    [[nodiscard]] bool has_step(std::int32_t number) const noexcept {
        return number >= 1 && number <= step_count();
    }
};

} // namespace ssislb::sim::detail
