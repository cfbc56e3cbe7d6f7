#include <ssislb/scheduler/what_if.hpp>

#include <algorithm>
#include <string_view>
#include <unordered_set>

namespace ssislb {
namespace {

void put(parent_package& package, server_shape const& shape) {
    auto const known = std::ranges::find(package.servers, shape.name, &server::name);
    if (known != package.servers.end()) {
        known->speed = shape.speed;
        known->max_jobs = shape.max_jobs;
        return;
    }
    server made;
    made.name = shape.name;
    // Nobody connects to it; a login of this kind needs no names.
    made.host = "forecast.invalid";
    made.auth = authentication::kerberos;
    made.speed = shape.speed;
    made.max_jobs = shape.max_jobs;
    package.servers.push_back(std::move(made));
}

/// By name: the servers of one package in another.
std::vector<std::optional<server_id>> places_in(parent_package const& before,
                                                parent_package const& package) {
    std::vector<std::optional<server_id>> places;
    for (server const& one : package.servers)
        places.push_back(before.find_server(one.name));
    return places;
}

/// Leaves each task the servers that are there.
std::vector<task_id> settle_tasks(parent_package& package) {
    std::unordered_set<std::string_view> there;
    for (server const& one : package.servers)
        there.insert(one.name);
    std::vector<task_id> homeless;
    for (std::uint32_t i = 0; i < package.tasks.size(); ++i) {
        auto& one = package.tasks[i];
        bool const anywhere = one.servers.empty();
        std::erase_if(one.servers, [&](auto const& name) { return !there.contains(name); });
        // An empty list would mean all servers.
        bool const named_are_gone = !anywhere && one.servers.empty();
        bool const has_home = std::ranges::any_of(
            package.servers, [&](server const& each) { return may_run(one, each); });
        if (one.enabled && (named_are_gone || !has_home))
            homeless.push_back(task_id{i});
    }
    return homeless;
}

std::string unused_name(parent_package const& package, std::string const& like) {
    for (int number = 2;; ++number) {
        auto name = like + " (" + std::to_string(number) + ")";
        if (!package.find_server(name))
            return name;
    }
}

} // namespace

changed_fleet change_fleet(parent_package const& before, fleet_change const& change) {
    changed_fleet made{before, {}, {}};
    auto& package = made.package;
    std::erase_if(package.servers, [&](server const& one) {
        return std::ranges::find(change.without, one.name) != change.without.end();
    });
    for (auto const& shape : change.with)
        put(package, shape);
    made.was = places_in(before, package);
    made.homeless = settle_tasks(package);
    return made;
}

changed_fleet with_copy(parent_package package, server_id of) {
    auto was = places_in(package, package);
    was.push_back(of);
    server copy = package[of];
    copy.name = unused_name(package, copy.name);
    for (auto& one : package.tasks)
        if (std::ranges::find(one.servers, package[of].name) != one.servers.end())
            one.servers.push_back(copy.name);
    package.servers.push_back(std::move(copy));
    return {std::move(package), std::move(was), {}};
}

parent_package with_slot(parent_package package, server_id on) {
    ++package.servers[index(on)].max_jobs;
    return package;
}

duration_estimates estimates_for(changed_fleet const& fleet, parent_package const& before,
                                 duration_estimates const& estimates) {
    std::vector<duration_estimates::fleet_member> members;
    for (std::size_t i = 0; i < fleet.was.size(); ++i) {
        auto const& was = fleet.was[i];
        double speed = fleet.package.servers[i].speed;
        if (was)
            speed *= estimates.speed(*was) / before[*was].speed;
        members.push_back({was, speed});
    }
    return estimates.for_servers(members);
}

} // namespace ssislb
