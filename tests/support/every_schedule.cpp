// The best schedule of a small parent package, by trying them all.
#include "support/every_schedule.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <string>
#include <vector>

namespace ssislb::test {
namespace {

/// Has the name in one of its lists, once or more.
bool has(std::vector<std::string> const& names, std::string const& name) {
    return std::ranges::find(names, name) != names.end();
}

class every_schedule {
public:
    every_schedule(parent_package const& package, duration_estimates const& estimates)
        : package_(package)
        , estimates_(estimates)
        , ends_(package.tasks.size(), -1) {
        for (auto const& one : package.servers)
            free_.emplace_back(one.max_jobs, 0.0);
        for (auto const& one : package.tag_limits)
            shares_["tag " + one.name].assign(one.max_jobs, 0.0);
        for (auto const& one : package.tasks)
            for (auto const& mutex : one.mutexes)
                shares_["mutex " + mutex].assign(1, 0.0);
    }

    double best() {
        place_next(0, 0);
        return best_;
    }

private:
    void place_next(std::size_t placed, double makespan) {
        if (makespan >= best_)
            return;
        if (placed == ends_.size()) {
            best_ = makespan;
            return;
        }
        for (std::uint32_t task = 0; task < ends_.size(); ++task) {
            auto const begin = ends_[task] < 0 ? earliest(task) : -1;
            if (begin < 0)
                continue;
            for (std::uint32_t server = 0; server < free_.size(); ++server)
                place(task, server, begin, placed, makespan);
        }
    }

    void place(std::uint32_t task, std::uint32_t server, double begin, std::size_t placed,
               double makespan) {
        if (!allowed(package_.tasks[task], package_.servers[server]))
            return;
        auto const held = needs(task, server);
        std::vector<double> was;
        for (auto const* one : held) {
            was.push_back(*one);
            begin = std::max(begin, *one);
        }
        auto const end = begin + estimates_.of(task_id{task}, server_id{server}).count();
        for (auto* one : held)
            *one = end;
        ends_[task] = end;
        place_next(placed + 1, std::max(makespan, end));
        for (std::size_t i = 0; i < held.size(); ++i)
            *held[i] = was[i];
        ends_[task] = -1;
    }

    static bool allowed(task const& one, server const& on) {
        return (one.servers.empty() || has(one.servers, on.name)) &&
               std::ranges::all_of(one.required_tags,
                                   [&on](auto const& tag) { return has(on.tags, tag); });
    }

    /// What the task occupies there: of everything the part that is free first.
    std::vector<double*> needs(std::uint32_t task, std::uint32_t server) {
        auto const first = [](auto& parts) { return &*std::ranges::min_element(parts); };
        std::vector<double*> all{first(free_[server])};
        auto const& of = package_.tasks[task];
        for (auto const& limit : package_.tag_limits)
            if (has(of.tags, limit.name) || has(package_.servers[server].tags, limit.name))
                all.push_back(first(shares_["tag " + limit.name]));
        for (auto const& mutex : of.mutexes)
            all.push_back(first(shares_["mutex " + mutex]));
        return all;
    }

    /// Below 0: a predecessor has no place yet.
    double earliest(std::uint32_t task) const {
        double begin = 0;
        for (auto const& one : package_.tasks[task].after) {
            auto const end = ends_[index(*package_.find_task(one.predecessor))];
            if (end < 0)
                return -1;
            begin = std::max(begin, end);
        }
        return begin;
    }

    parent_package const& package_;
    duration_estimates const& estimates_;
    std::vector<double> ends_;
    /// When each slot of each server is free, and each share of each limit.
    std::vector<std::vector<double>> free_;
    std::map<std::string, std::vector<double>> shares_;
    double best_ = std::numeric_limits<double>::infinity();
};

} // namespace

estimated_duration best_makespan(parent_package const& package,
                                 duration_estimates const& estimates) {
    return estimated_duration(every_schedule(package, estimates).best());
}

} // namespace ssislb::test
