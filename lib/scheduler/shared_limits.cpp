#include "scheduler/shared_limits.hpp"

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
        claims_[limit].push_back(begin);
        claimed_.push_back(limit);
    }
}

void shared_limits::drop_claims() noexcept {
    for (std::uint32_t const limit : claimed_)
        claims_[limit].clear();
    claimed_.clear();
}

bool shared_limits::honours_claims(task_id task, server_id server,
                                   estimated_duration length) const {
    bool honours = true;
    table_.for_each(task, server, [&](std::uint32_t limit) {
        auto const needed = std::ranges::count_if(
            claims_[limit], [length](estimated_duration begin) { return begin < length; });
        auto const others = taken_[limit] + static_cast<std::uint64_t>(needed);
        honours = honours && others < table_.most(limit);
    });
    return honours;
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
