#include "scheduler/shared_limits.hpp"

#include <algorithm>
#include <limits>

namespace ssislb::detail {

shared_limits::shared_limits(parent_package const& package)
    : table_(package)
    , taken_(table_.size())
    , claims_(table_.size())
    , reached_(package.servers.size())
    , full_servers_(package.servers.size()) {}

void shared_limits::take(task_id task, server_id server) {
    table_.for_each(task, server, [this](std::uint32_t limit) { add(limit); });
}

void shared_limits::release(task_id task, server_id server) {
    table_.for_each(task, server, [this](std::uint32_t limit) { remove(limit); });
}

void shared_limits::claim(task_id id, estimated_duration begin) {
    for (std::uint32_t const limit : table_.of(id)) {
        auto& begins = claims_[limit];
        if (begins.empty())
            claimed_.push_back(limit);
        begins.insert(std::ranges::upper_bound(begins, begin), begin);
        // Those behind change nothing: the limit is reached before.
        if (begins.size() > table_.most(limit))
            begins.pop_back();
    }
}

void shared_limits::drop_claims() noexcept {
    for (std::uint32_t const limit : claimed_)
        claims_[limit].clear();
    claimed_.clear();
}

/// Until the limit is reached by those who claim it.
estimated_duration shared_limits::until_claimed(limit_table::numbers limits) const noexcept {
    estimated_duration least{std::numeric_limits<double>::infinity()};
    for (std::uint32_t const limit : limits) {
        auto const& begins = claims_[limit];
        auto const free = table_.most(limit) - std::min(taken_[limit], table_.most(limit));
        if (begins.size() >= free)
            least = std::min(least, free == 0 ? estimated_duration(0) : begins[free - 1]);
    }
    return least;
}

void shared_limits::add(std::uint32_t limit) {
    if (++taken_[limit] == table_.most(limit))
        fill_servers(limit, true);
}

void shared_limits::remove(std::uint32_t limit) {
    if (taken_[limit]-- == table_.most(limit))
        fill_servers(limit, false);
}

void shared_limits::fill_servers(std::uint32_t limit, bool full) {
    for (std::uint32_t const one : table_.servers_with(limit)) {
        reached_[one] += full ? 1U : std::uint32_t(-1);
        full_servers_.assign(server_id{one}, reached_[one] > 0);
    }
}

} // namespace ssislb::detail
