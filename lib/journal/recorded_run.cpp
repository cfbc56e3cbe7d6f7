#include "journal/event_ids.hpp"

#include <ssislb/journal/run_record.hpp>

#include <set>
#include <utility>

namespace ssislb {
namespace {

std::vector<std::string> names(auto const& all) {
    std::vector<std::string> result;
    result.reserve(all.size());
    for (auto const& each : all)
        result.push_back(each.name);
    return result;
}

} // namespace

std::vector<timed_event> recorded_run::events_for(parent_package const& package,
                                                  std::vector<std::string>& missing) const {
    auto const ids =
        detail::ids_between(tasks, servers, names(package.tasks), names(package.servers));
    std::set<task_id> lost_tasks;
    std::set<server_id> lost_servers;
    std::vector<timed_event> result;
    result.reserve(events.size());
    for (auto const& each : events) {
        auto copy = each;
        if (detail::change_ids(copy.what, ids) == detail::id_change::done) {
            result.push_back(std::move(copy));
            continue;
        }
        auto const about = detail::subject_of(each.what);
        if (about.task && !ids.tasks[index(*about.task)])
            lost_tasks.insert(*about.task);
        if (about.server && !ids.servers[index(*about.server)])
            lost_servers.insert(*about.server);
    }
    for (auto const each : lost_tasks)
        missing.push_back(tasks[index(each)]);
    for (auto const each : lost_servers)
        missing.push_back(servers[index(each)]);
    return result;
}

} // namespace ssislb
