#include "agent/agent_pulse.hpp"

namespace ssislb::detail {

void agent_pulse::compare(activity_snapshot const& before, activity_snapshot const& now) {
    if (before.rows() == now.rows())
        ++quiet_looks_;
    else
        revive();
}

bool agent_pulse::felt(bool job_runs, clock::time_point now) {
    quiet_looks_ = 0;
    if (job_runs) {
        without_since_.reset();
        return true;
    }
    if (!without_since_)
        without_since_ = now;
    return now - *without_since_ < patience_;
}

void agent_pulse::revive() noexcept {
    quiet_looks_ = 0;
    without_since_.reset();
}

} // namespace ssislb::detail
