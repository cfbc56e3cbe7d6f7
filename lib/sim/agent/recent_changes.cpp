#include "sim/agent/recent_changes.hpp"

namespace ssislb::sim::detail {
namespace {

// A datetime may show a time that much later than it was.
constexpr milliseconds rounding{4};

} // namespace

void recent_changes::note(job const& changed, server_time now) {
    auto const [found, is_new] = by_job_.try_emplace(changed.id);
    if (is_new)
        entries_.push_front({&changed, now});
    else
        entries_.splice(entries_.begin(), entries_, found->second);
    found->second = entries_.begin();
    entries_.front().at = now;
}

void recent_changes::forget(guid const& job) {
    auto const found = by_job_.find(job);
    if (found == by_job_.end())
        return;
    entries_.erase(found->second);
    by_job_.erase(found);
}

std::vector<job const*> recent_changes::since(server_time then) const {
    std::vector<job const*> result;
    for (auto const& each : entries_) {
        if (each.at + rounding < then)
            break;
        result.push_back(each.of);
    }
    return result;
}

} // namespace ssislb::sim::detail
