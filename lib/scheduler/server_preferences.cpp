#include "scheduler/server_preferences.hpp"

#include <map>
#include <string>

namespace ssislb::detail {
namespace {

server_set with_tags(parent_package const& package, std::vector<std::string> const& tags) {
    server_set servers(package.servers.size());
    for (std::uint32_t s = 0; s < package.servers.size(); ++s)
        servers.assign(server_id{s}, has_tags(package.servers[s], tags));
    return servers;
}

} // namespace

server_preferences::server_preferences(parent_package const& package)
    : which_(package.tasks.size(), none) {
    std::map<std::vector<std::string>, std::size_t> known;
    for (std::size_t i = 0; i < package.tasks.size(); ++i) {
        auto const& tags = package.tasks[i].preferred_tags;
        if (tags.empty())
            continue;
        auto const [found, added] = known.emplace(tags, sets_.size());
        if (added)
            sets_.push_back(with_tags(package, tags));
        which_[i] = found->second;
    }
}

} // namespace ssislb::detail
