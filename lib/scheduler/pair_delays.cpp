// Servers that a task leaves alone for a while.
#include "scheduler/pair_delays.hpp"

#include "scheduler/server_pool.hpp"

#include <algorithm>

namespace ssislb::detail {

void pair_delays::add(task_id id, server_id server, timestamp until) {
    put(id, {server, until, std::nullopt});
}

void pair_delays::add_until_up(task_id id, server_id server, timestamp until,
                               std::uint32_t times_up) {
    put(id, {server, until, times_up});
}

bool pair_delays::ends(task_id id, server_id server, timestamp at) const noexcept {
    auto const found = delays_.find(index(id));
    return found != delays_.end() && std::ranges::any_of(found->second, [&](delay const& one) {
               return one.server == server && one.until == at;
           });
}

bool pair_delays::end(task_id id, server_id server, timestamp at) {
    if (!ends(id, server, at))
        return false;
    auto const found = delays_.find(index(id));
    std::erase_if(found->second, [&](delay const& one) { return one.server == server; });
    if (found->second.empty())
        delays_.erase(found);
    return true;
}

void pair_delays::subtract_from(server_set& set, task_id id, server_pool const& servers) const {
    auto const found = delays_.find(index(id));
    if (found == delays_.end())
        return;
    for (delay const& one : found->second)
        if (!one.while_times_up || *one.while_times_up == servers.times_up(one.server))
            set.erase(one.server);
}

void pair_delays::put(task_id id, delay const& wanted) {
    std::vector<delay>& delays = delays_[index(id)];
    std::erase_if(delays, [&](delay const& one) { return one.server == wanted.server; });
    delays.push_back(wanted);
}

} // namespace ssislb::detail
