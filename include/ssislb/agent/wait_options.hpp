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
};

} // namespace ssislb
