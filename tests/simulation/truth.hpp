// What really happened: every start that an Agent accepted, and what became of it.
#pragma once

#include "timeline.hpp"

#include <ssislb/base/time.hpp>

#include <cstdint>
#include <optional>
#include <vector>

namespace ssislb::simulation {

enum class run_end : std::uint8_t {
    /// It has not ended.
    none,
    succeeded,
    failed,
    canceled,
    /// The Agent died under it: nobody has written down an end.
    died,
};

enum class requester : std::uint8_t { us, person, schedule };

/// Which of our intents a start belongs to; none: it is somebody else's.
using intent_number = std::int32_t;
inline constexpr intent_number no_intent = -1;

struct true_run {
    std::uint32_t server = 0;
    std::uint32_t job = 0;
    requester by = requester::us;
    intent_number intent = no_intent;
    instant accepted = 0;
    std::optional<instant> picked_up;
    std::optional<instant> ended;
    run_end end = run_end::none;
    /// A step of subsystem SSIS failed, and the job went on.
    bool package_failed = false;
    /// The server's own times.
    server_time requested{};
    std::optional<server_time> started;
    std::int32_t history = 0;
    /// The job's row in history is gone.
    bool trimmed = false;

    [[nodiscard]] bool is_alive() const noexcept { return !ended; }
};

using run_number = std::uint32_t;

/// Who is told of what happens to runs.
class witness {
public:
    virtual void accepted(run_number) = 0;
    virtual void ended(run_number) = 0;

protected:
    ~witness() = default;
};

/// Of all servers.
class truth {
public:
    /// Object lifetimes: the witness is needed as long as this object.
    explicit truth(witness& of)
        : witness_(of) {}

    [[nodiscard]] run_number begin(true_run run) {
        runs_.push_back(run);
        auto const number = static_cast<run_number>(runs_.size() - 1);
        witness_.accepted(number);
        return number;
    }
    void end(run_number number, run_end how, instant now) {
        runs_[number].end = how;
        runs_[number].ended = now;
        witness_.ended(number);
    }

    [[nodiscard]] true_run& operator[](run_number number) { return runs_[number]; }
    [[nodiscard]] std::vector<true_run> const& runs() const noexcept { return runs_; }

private:
    witness& witness_;
    std::vector<true_run> runs_;
};

} // namespace ssislb::simulation
