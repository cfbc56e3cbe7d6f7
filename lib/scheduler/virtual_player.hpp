// Answers a scheduler's decisions in virtual time.
#pragma once

#include <ssislb/scheduler/scheduler.hpp>
#include <ssislb/scheduler/virtual_run.hpp>

#include <optional>
#include <queue>
#include <vector>

namespace ssislb::detail {

/// Every start is accepted at once, and every job that runs succeeds.
class virtual_player {
public:
    /// The scheduler has been fed what has happened until `now`. The durations are kept by
    /// reference.
    virtual_player(parent_package const&, scheduler, true_duration const&, timestamp now);

    /// This attempt is under way, and will end then.
    void goes_on(attempt_id, timestamp until);

    /// Plays until the run is finished, nothing more would happen, or the horizon is passed.
    virtual_run play(timestamp horizon = timestamp::max());

    [[nodiscard]] bool finished() const { return scheduler_.finished(); }
    [[nodiscard]] run_counts counts() const { return scheduler_.counts(); }
    [[nodiscard]] timestamp now() const noexcept { return now_; }

private:
    struct end {
        timestamp at;
        attempt_id attempt;

        bool operator>(end const& other) const noexcept;
    };

    void decide();
    /// True: something was started.
    bool carry_out(std::vector<run_decision> const&);
    void begin(attempt_id, server_id);
    /// To the next instant at which something happens, with all that does. False: nothing will.
    bool advance();

    /// A start that is picked up may let in another one.
    bool starts_open_gates_;
    true_duration const& durations_;
    scheduler scheduler_;
    timestamp start_;
    timestamp now_;
    std::optional<timestamp> wake_;
    std::priority_queue<end, std::vector<end>, std::greater<>> ends_;
    virtual_run played_;
};

} // namespace ssislb::detail
