#include "run/barred_tasks.hpp"

#include <ssislb/run/explain.hpp>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace ssislb::detail {

void barred_tasks::add(event::tasks_barred barred) {
    std::ranges::sort(barred.tasks);
    known_.push_back(std::move(barred));
}

std::optional<notice::warning> barred_tasks::warning_of(event::tasks_barred const& barred) const {
    std::vector<task const*> homeless;
    std::optional<task_id> first;
    for (task_id const one : barred.tasks) {
        if (package_[one].servers.empty())
            continue;
        homeless.push_back(&package_[one]);
        first = first.value_or(one);
    }
    if (homeless.empty())
        return std::nullopt;
    return notice::warning{homeless.size() == 1 ? first : std::nullopt, barred.server,
                           explain(package_[barred.server], homeless, barred.reason)};
}

std::string barred_tasks::why(task_id id) const {
    std::map<error_code, std::set<server_id>> by_reason;
    for (auto const& each : known_)
        if (std::ranges::binary_search(each.tasks, id))
            by_reason[each.reason].insert(each.server);
    std::string text;
    for (auto const& [reason, servers] : by_reason) {
        std::vector<server const*> at;
        for (server_id const one : servers)
            at.push_back(&package_[one]);
        text += (text.empty() ? "" : " ") + explain(at, package_[id], reason);
    }
    return text;
}

} // namespace ssislb::detail
