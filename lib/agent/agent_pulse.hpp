// Whether the Agent that our jobs wait for is still alive. Pure.
#pragma once

#include <ssislb/base/time.hpp>

#include <chrono>
#include <cstdint>
#include <optional>

namespace ssislb::detail {

/// An Agent that dies and stays down leaves the rows of its runs open for ever: activity alone
/// cannot tell it from one that works on a long step. The job's state can, because it comes from
/// the Agent's memory. It is asked for only when nothing has changed on the server for a while.
class agent_pulse {
public:
    using clock = std::chrono::steady_clock;

    /// After so long without a sign of life the Agent counts as dead.
    explicit agent_pulse(milliseconds patience) noexcept
        : patience_(patience) {}

    /// What a look at all that is watched has shown. A change is the Agent's work.
    void look(std::uint64_t fingerprint, clock::time_point now) noexcept;

    /// It is time to ask for the state of a job that should be running: looks have been quiet often
    /// enough, or for long enough.
    [[nodiscard]] bool is_weak(clock::time_point now) const noexcept {
        return quiet_looks_ >= looks_until_weak ||
               (quiet_since_ && now - *quiet_since_ >= patience_);
    }

    /// What became of that question. False: the Agent counts as dead from now on.
    [[nodiscard]] bool felt(bool job_runs, clock::time_point now);

    void revive() noexcept;

private:
    static constexpr int looks_until_weak = 30;

    milliseconds patience_;
    std::uint64_t last_ = 0;
    int quiet_looks_ = 0;
    std::optional<clock::time_point> quiet_since_;
    std::optional<clock::time_point> without_since_;
};

} // namespace ssislb::detail
