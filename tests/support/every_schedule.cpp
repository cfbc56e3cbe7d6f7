// The best schedule of a small parent package, by trying them all.
#include "support/every_schedule.hpp"

#include <algorithm>
#include <limits>
#include <vector>

namespace ssislb::test {
namespace {

class every_schedule {
public:
    explicit every_schedule(parent_package const& package)
        : package_(package)
        , estimates_(package)
        , ends_(package.tasks.size(), -1) {
        for (auto const& one : package.servers)
            free_.emplace_back(one.max_jobs, 0.0);
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
        auto const& names = package_.tasks[task].servers;
        if (!names.empty() &&
            std::ranges::find(names, package_.servers[server].name) == names.end())
            return;
        auto& slot = *std::ranges::min_element(free_[server]);
        auto const was = slot;
        auto const end =
            std::max(begin, slot) + estimates_.of(task_id{task}, server_id{server}).count();
        slot = ends_[task] = end;
        place_next(placed + 1, std::max(makespan, end));
        slot = was;
        ends_[task] = -1;
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
    duration_estimates estimates_;
    std::vector<double> ends_;
    std::vector<std::vector<double>> free_;
    double best_ = std::numeric_limits<double>::infinity();
};

} // namespace

estimated_duration best_makespan(parent_package const& package) {
    return estimated_duration(every_schedule(package).best());
}

} // namespace ssislb::test
