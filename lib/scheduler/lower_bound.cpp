#include "scheduler/limit_table.hpp"
#include "scheduler/slot_weights.hpp"
#include "scheduler/task_graph.hpp"

#include <ssislb/scheduler/lower_bound.hpp>

#include <algorithm>
#include <functional>
#include <limits>
#include <map>
#include <ranges>
#include <vector>

namespace ssislb {
namespace {

using detail::limit_table;
using detail::task_graph;

/// The slots of all servers, the quickest first.
struct slots {
    slots(parent_package const& package, duration_estimates const& estimates) {
        for (std::uint32_t s = 0; s < package.servers.size(); ++s)
            speeds.insert(speeds.end(), package.servers[s].max_jobs, estimates.speed(server_id{s}));
        std::ranges::sort(speeds, std::greater<>());
    }

    std::vector<double> speeds;
};

/// The longest of some tasks, as many as there are slots.
class longest_tasks {
public:
    explicit longest_tasks(slots const& on)
        : on_(on) {}

    void add(double work) {
        auto const& most = on_.speeds.size();
        if (works_.size() == most && works_.back() >= work)
            return;
        works_.insert(std::ranges::upper_bound(works_, work, std::greater<>()), work);
        if (works_.size() > most)
            works_.pop_back();
    }

    /// The k longest on the k quickest slots, for the worst k.
    [[nodiscard]] double bound() const {
        double work = 0;
        double speed = 0;
        double worst = 0;
        for (std::size_t k = 0; k < works_.size(); ++k) {
            work += works_[k];
            speed += on_.speeds[k];
            worst = std::max(worst, work / speed);
        }
        return worst;
    }

private:
    slots const& on_;
    std::vector<double> works_;
};

/// What has to be known of a task.
struct span_of_task {
    /// At speed 1.0, as far as the server knows it that makes least of it.
    double work = 0;
    /// Of all slots together.
    double share = 0;
    /// On the server that is quickest for it.
    double least = 0;
    /// What must pass before it begins, and after it has ended.
    double head = 0;
    double tail = 0;
};

void measure(span_of_task& to, parent_package const& package, duration_estimates const& estimates,
             task_id id) {
    to.least = to.work = std::numeric_limits<double>::infinity();
    for (std::uint32_t s = 0; s < package.servers.size(); ++s) {
        if (!may_run(package[id], package.servers[s]))
            continue;
        auto const length = estimates.of(id, server_id{s}).count();
        to.least = std::min(to.least, length);
        to.work = std::min(to.work, length * estimates.speed(server_id{s}));
    }
}

/// Else it may begin before any given one of its predecessors has ended.
bool waits_for_all(task const& one) {
    return one.join == constraint_join::all || one.after.size() <= 1;
}

std::vector<span_of_task> spans_of(parent_package const& package,
                                   duration_estimates const& estimates) {
    task_graph const graph(package);
    detail::slot_weights const weights(package, estimates);
    std::vector<span_of_task> all(package.tasks.size());
    for (auto const one : graph.order) {
        if (package.tasks[one].enabled) {
            measure(all[one], package, estimates, task_id{one});
            all[one].share = weights.share(task_id{one});
        }
        if (waits_for_all(package.tasks[one]))
            for (auto const before : graph.predecessors[one])
                all[one].head = std::max(all[one].head, all[before].head + all[before].least);
    }
    for (auto const one : std::views::reverse(graph.order))
        for (auto const after : graph.successors[one])
            if (waits_for_all(package.tasks[after]))
                all[one].tail = std::max(all[one].tail, all[after].tail + all[after].least);
    return all;
}

/// At most 120 of the values, evenly spaced in their order, the least among them.
std::vector<double> thresholds(std::vector<double> values) {
    constexpr std::size_t most = 120;
    std::ranges::sort(values);
    values.erase(std::ranges::unique(values).begin(), values.end());
    if (values.size() <= most)
        return values;
    std::vector<double> some;
    for (std::size_t i = 0; i < most; ++i)
        some.push_back(values[i * values.size() / most]);
    return some;
}

/// Taken by falling tail: none of so many tasks begins before the least of their heads, nor does
/// the run end before the least of their tails has passed after them.
double bound_of(std::vector<span_of_task const*> const& by_tail, slots const& on) {
    longest_tasks longest(on);
    double share = 0;
    double head = std::numeric_limits<double>::infinity();
    double best = 0;
    for (std::size_t i = 0; i < by_tail.size(); ++i) {
        auto const& one = *by_tail[i];
        share += one.share;
        head = std::min(head, one.head);
        longest.add(one.work);
        if (i + 1 == by_tail.size() || by_tail[i + 1]->tail != one.tail)
            best = std::max(best, head + std::max(share, longest.bound()) + one.tail);
    }
    return best;
}

double head_area_tail(std::vector<span_of_task> const& spans, slots const& on) {
    std::vector<span_of_task const*> by_tail;
    std::vector<double> heads;
    for (auto const& one : spans) {
        by_tail.push_back(&one);
        heads.push_back(one.head);
    }
    std::ranges::stable_sort(by_tail, std::greater<>(), &span_of_task::tail);
    double best = 0;
    for (double const least : thresholds(std::move(heads))) {
        std::erase_if(by_tail, [least](auto const* one) { return one->head < least; });
        best = std::max(best, bound_of(by_tail, on));
    }
    return best;
}

/// Adds the work of a task to the limits on which it counts wherever it runs.
void add_to_limits(limit_table const& limits, parent_package const& package, task_id id,
                   double least, std::vector<double>& works) {
    std::map<std::uint32_t, std::size_t> times;
    std::size_t homes = 0;
    for (std::uint32_t s = 0; s < package.servers.size(); ++s) {
        if (!may_run(package[id], package.servers[s]))
            continue;
        ++homes;
        limits.for_each(id, server_id{s}, [&times](auto limit) { ++times[limit]; });
    }
    for (auto const& [limit, count] : times)
        if (count == homes)
            works[limit] += least;
}

double shared_limit(parent_package const& package, std::vector<span_of_task> const& spans) {
    limit_table const limits(package);
    std::vector<double> works(limits.size());
    for (std::uint32_t i = 0; i < spans.size() && !works.empty(); ++i)
        add_to_limits(limits, package, task_id{i}, spans[i].least, works);
    double worst = 0;
    for (std::uint32_t limit = 0; limit < works.size(); ++limit)
        worst = std::max(worst, works[limit] / limits.most(limit));
    return worst;
}

} // namespace

std::string_view to_string(bound_kind which) noexcept {
    switch (which) {
    case bound_kind::critical_path:
        return "critical path";
    case bound_kind::area:
        return "area";
    case bound_kind::longest_tasks:
        return "longest tasks";
    case bound_kind::head_area_tail:
        return "head, area and tail";
    case bound_kind::shared_limit:
        return "mutex or tag limit";
    }
    return "";
}

lower_bound makespan_lower_bound(parent_package const& package,
                                 duration_estimates const& estimates) {
    slots const on(package, estimates);
    auto const spans = spans_of(package, estimates);
    double path = 0;
    double share = 0;
    longest_tasks longest(on);
    for (auto const& one : spans) {
        path = std::max(path, one.head + one.least + one.tail);
        share += one.share;
        longest.add(one.work);
    }
    lower_bound best{estimated_duration(path), bound_kind::critical_path};
    auto const consider = [&best](double length, bound_kind which) {
        // Only what is greater by more than rounding.
        if (length > best.length.count() * (1 + 1e-9))
            best = {estimated_duration(length), which};
    };
    consider(share, bound_kind::area);
    consider(longest.bound(), bound_kind::longest_tasks);
    consider(head_area_tail(spans, on), bound_kind::head_area_tail);
    consider(shared_limit(package, spans), bound_kind::shared_limit);
    return best;
}

} // namespace ssislb
