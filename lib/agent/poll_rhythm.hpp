// When the next poll of a server is due. Time is an argument.
#pragma once

#include "agent/poll_pace.hpp"

#include <ssislb/agent/supervision.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <random>

namespace ssislb::detail {

class poll_rhythm {
public:
    using clock = std::chrono::steady_clock;

    poll_rhythm(supervision_options const&, std::uint32_t seed);
    ~poll_rhythm();
    poll_rhythm(poll_rhythm const&) = delete;
    poll_rhythm& operator=(poll_rhythm const&) = delete;

    /// Later by a 64th of the interval at most, so that polls of a thousand servers come in
    /// groups: to be woken costs more than to ask once more.
    [[nodiscard]] clock::time_point due() const noexcept;

    /// The first poll of a series. Each server begins elsewhere in the interval, so that a thousand
    /// do not come at once.
    void begin(clock::time_point now, running_job const& first);

    /// A job has been added: the next poll comes as soon as that makes it worth while.
    void hurry(clock::time_point now, running_job const& added);

    /// The server has been asked, by a poll or by somebody else. `hazard_at(time)` is the hazard of
    /// all its `runs` together.
    template <class HazardAt>
    void asked(clock::time_point now, std::size_t runs, HazardAt const& hazard_at) {
        auto const cost = poll_cost();
        go_on(now, pace_.interval(cost, interval_, rounds(runs), [&](milliseconds later) {
            return hazard_ = hazard_at(now + later);
        }));
        tell_budget(cost);
    }

    /// The server has been asked, and the next time waits by itself until it has news: so that
    /// comes soon, and costs the budget one poll in the longest wait.
    void leave_to_server(clock::time_point now);

    /// The interval is not a fixed one.
    [[nodiscard]] bool adapts() const noexcept { return !pace_.is_fixed(); }

    /// The run has gone on for so long without an expectation that, for it alone, polls would be as
    /// far apart as they may be: what one question more costs is little beside what they have cost.
    /// Never where the interval is fixed.
    [[nodiscard]] bool is_slow_for(running_job const&) const noexcept;

    /// Nobody is waited for: this server takes no share of the budget.
    void rest();

private:
    [[nodiscard]] double poll_cost() const;
    [[nodiscard]] int rounds(std::size_t runs) const noexcept;
    [[nodiscard]] milliseconds interval_with(double cost, running_job const& added);
    void go_on(clock::time_point now, milliseconds interval);
    void tell_budget(double cost);
    void change_share(double demand, double fixed);

    poll_pace pace_;
    double cost_;
    /// Of the server, in one poll.
    std::optional<milliseconds> longest_wait_;
    std::shared_ptr<poll_budget> budget_;
    /// Of all runs together, in the middle of the interval.
    double hazard_ = 0;
    /// What the budget has been told.
    double demand_ = 0;
    double fixed_ = 0;
    milliseconds interval_;
    clock::time_point due_;
    std::minstd_rand chance_;
};

} // namespace ssislb::detail
