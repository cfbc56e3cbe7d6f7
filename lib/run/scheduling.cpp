#include "run/scheduling.hpp"

#include <ssislb/base/local_time.hpp>

#include <algorithm>
#include <cmath>

namespace ssislb::detail {

scheduler_options scheduling(run_options const& from, timestamp started) {
    auto const planned = [&from](milliseconds real) {
        return milliseconds(std::llround(static_cast<double>(real.count()) * from.speed));
    };
    scheduler_options options;
    options.busy_delay = from.busy_delay;
    options.transient_delay = from.busy_delay;
    options.agent_down_delay = from.agent_down_delay;
    options.patience = std::max(from.patience, planned(from.least_patience));
    // A server is tried some times before those who have no other give it up.
    options.breaker_delay_max = std::min(options.breaker_delay_max, options.patience / 3);
    // As the server's own line does: no wait for it is shorter than one try to connect.
    options.give_up_lost = std::max(from.reconnect_for, planned(from.connect_timeout));
    options.least_loss_timeout = planned(from.least_patience);
    options.roll_call = planned(from.roll_call);
    options.zone = zone_of_machine(started);
    return options;
}

} // namespace ssislb::detail
