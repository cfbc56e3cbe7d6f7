#include "journal/event_ids.hpp"

#include <ssislb/journal/run_record.hpp>

#include <utility>

namespace ssislb {

std::vector<timed_event> recorded_run::events_for(parent_package const& package,
                                                  std::vector<std::string>& missing) const {
    detail::id_map ids;
    for (auto const& each : tasks)
        ids.tasks.push_back(package.find_task(each));
    for (auto const& each : servers)
        ids.servers.push_back(package.find_server(each));
    std::vector<timed_event> result;
    result.reserve(events.size());
    for (auto const& each : events) {
        auto copy = each;
        if (detail::change_ids(copy.what, ids))
            result.push_back(std::move(copy));
    }
    for (std::size_t i = 0; i < tasks.size(); ++i)
        if (!ids.tasks[i])
            missing.push_back(tasks[i]);
    for (std::size_t i = 0; i < servers.size(); ++i)
        if (!ids.servers[i])
            missing.push_back(servers[i]);
    return result;
}

} // namespace ssislb
