// How a job is waited for.
#pragma once

#include <ssislb/base/time.hpp>

#include <functional>
#include <optional>
#include <utility>

namespace ssislb {

/// Made by constructors: g++ 12 destroys an aggregate twice that is a temporary of a co_await.
struct wait_options {
    wait_options() = default;
    wait_options(std::function<void(server_time)> when_started,
                 std::optional<milliseconds> length = std::nullopt)
        : on_started(std::move(when_started))
        , expected(length) {}

    /// Called once, on the server object's executor, when the run was seen to have been picked up;
    /// for a run that ended between two polls just before completion, and never for one that is
    /// lost.
    std::function<void(server_time)> on_started;

    /// How long the run will take, as far as anybody knows; above 0. It paces the polls, nothing
    /// else: asking is dense when the end is likely. None: what the job's history told, if it was
    /// read; else the end is as likely at any age, in proportion to it. A run that goes on for so
    /// long that it is polled as seldom as may be has the history asked for, once a job.
    std::optional<milliseconds> expected;

    /// When the run began, as the server told it to whoever waited before: only the run that began
    /// then is ours, and `on_started` is not called. None: not known.
    std::optional<server_time> started;

    /// The start was never acknowledged (agent_errc::start_in_doubt): it was found to have happened
    /// (async_confirm_start, async_is_ours), but the run may be somebody else's of the same time.
    /// At its end its history tells who invoked it, and if that was not our login the wait
    /// completes with agent_errc::not_our_run; `on_started` may have been called by then. What
    /// tells nothing counts as ours.
    bool in_doubt = false;
};

} // namespace ssislb
