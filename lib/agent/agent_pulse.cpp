#include "agent/agent_pulse.hpp"

#include <utility>

namespace ssislb::detail {

void agent_pulse::look(std::uint64_t fingerprint, clock::time_point now) noexcept {
    if (std::exchange(last_, fingerprint) != fingerprint)
        return revive();
    ++quiet_looks_;
    quiet_since_ = quiet_since_.value_or(now);
}

bool agent_pulse::felt(bool job_runs, clock::time_point now) {
    quiet_looks_ = 0;
    quiet_since_.reset();
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
    quiet_since_.reset();
    without_since_.reset();
}

} // namespace ssislb::detail
