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

server_preferences::server_preferences(parent_package const& package) {
    std::map<std::vector<std::string>, std::size_t> known;
    which_.reserve(package.tasks.size());
    for (task const& one : package.tasks) {
        auto const [found, added] = known.emplace(one.preferred_tags, sets_.size());
        if (added)
            sets_.push_back(with_tags(package, one.preferred_tags));
        which_.push_back(found->second);
    }
}

} // namespace ssislb::detail
