// When the next poll of a server is due.
#pragma once

#include "agent/poll_pace.hpp"
#include "agent/wait_table.hpp"

#include <ssislb/agent/supervision.hpp>

#include <chrono>
#include <random>

namespace ssislb::detail {

/// To be used from the channel's strand alone.
class poll_timing {
public:
    using clock = std::chrono::steady_clock;

    explicit poll_timing(supervision_options const&);
    ~poll_timing();
    poll_timing(poll_timing const&) = delete;
    poll_timing& operator=(poll_timing const&) = delete;

    /// Later by a 256th of the interval at most, so that polls of a thousand servers come in
    /// groups: to be woken costs more than to ask once more.
    [[nodiscard]] clock::time_point due() const noexcept;
    [[nodiscard]] bool is_due() const { return clock::now() >= due(); }

    /// The first poll of a series. Each server begins elsewhere in the interval, so that a thousand
    /// do not come at once.
    void begin();
    /// A job has been added: nothing is known of it yet.
    void hurry();
    /// The server has been asked, by a poll or by somebody else.
    void asked(wait_table const&);
    /// Nobody is waited for: this server takes no share of the budget.
    void rest();

private:
    [[nodiscard]] milliseconds next_interval(wait_table const&, clock::time_point now);
    void demand(double);

    poll_pace pace_;
    double cost_;
    std::shared_ptr<poll_budget> budget_;
    double demand_ = 0;
    milliseconds interval_;
    clock::time_point due_;
    std::minstd_rand chance_;
};

} // namespace ssislb::detail
