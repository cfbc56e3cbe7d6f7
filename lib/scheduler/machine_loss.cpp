// What becomes of attempts on a server of which nothing is heard.
#include "scheduler/machine.hpp"

#include <algorithm>

namespace ssislb::detail {

/// Nobody can tell what an attempt does while its server is away: after a while it is given up. The
/// clock of one that has it already goes on.
void machine::watch_loss(attempt_id id) {
    attempt_record& live = *state_[id.task].live;
    bool const may_run = live.phase >= start_phase::in_doubt;
    if (!may_run || live.lost_at || state_.servers.is_up(live.server))
        return;
    task_rules const& rules = rules_[index(id.task)];
    live.lost_at = *now_ + (rules.restartable
                                ? std::max(rules.server_loss_timeout, options_.least_loss_timeout)
                                : options_.give_up_lost);
    timers_.add({.at = *live.lost_at, .what = timer::kind::loss, .attempt = id});
}

void machine::watch_losses_on(server_id server) {
    for (attempt_id const one : live_attempts())
        if (state_[one.task].live->server == server)
            watch_loss(one);
}

} // namespace ssislb::detail
