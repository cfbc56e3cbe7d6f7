#include "scheduler/limit_table.hpp"

#include <string_view>
#include <unordered_map>

namespace ssislb::detail {

limit_table::limit_table(parent_package const& package) {
    std::unordered_map<std::string_view, std::uint32_t> tags;
    for (tag_limit const& one : package.tag_limits) {
        tags.emplace(one.name, static_cast<std::uint32_t>(most_.size()));
        most_.push_back(one.max_jobs);
    }
    std::vector<std::uint32_t> found;
    auto const look_up = [&](std::vector<std::string> const& names) {
        for (std::string const& name : names)
            if (auto const known = tags.find(name); known != tags.end())
                found.push_back(known->second);
    };
    std::vector<std::vector<std::uint32_t>> servers(most_.size());
    for (std::uint32_t s = 0; s < package.servers.size(); ++s) {
        found.clear();
        look_up(package.servers[s].tags);
        by_server_.add(found);
        for (std::uint32_t const limit : found)
            servers[limit].push_back(s);
    }
    std::unordered_map<std::string_view, std::uint32_t> mutexes;
    for (task const& one : package.tasks) {
        found.clear();
        look_up(one.tags);
        for (std::string const& name : one.mutexes) {
            auto const [known, added] =
                mutexes.emplace(name, static_cast<std::uint32_t>(most_.size()));
            if (added)
                most_.push_back(1);
            found.push_back(known->second);
        }
        by_task_.add(found);
    }
    servers.resize(most_.size());
    std::ranges::for_each(servers, [this](auto const& each) { servers_.add(each); });
}

void limit_table::lists::add(std::vector<std::uint32_t> const& list) {
    items_.insert(items_.end(), list.begin(), list.end());
    begins_.push_back(items_.size());
}

} // namespace ssislb::detail
