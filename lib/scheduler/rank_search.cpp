#include "scheduler/rank_search.hpp"

#include "scheduler/task_graph.hpp"
#include "scheduler/upward_rank.hpp"

#include <ssislb/scheduler/virtual_run.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>
#include <utility>

namespace ssislb::detail {
namespace {

/// A forecast that is shorter by less than this share says nothing.
constexpr double least_gain = 0.005;
/// By how much chance changes a rank: up to a factor of e to this power, or its inverse.
constexpr double change = 0.3;

std::vector<double> by_generation(parent_package const& package) {
    task_graph const graph(package);
    std::vector<double> ranks(package.tasks.size());
    for (auto const one : graph.order)
        for (auto const before : graph.predecessors[one])
            ranks[one] = std::min(ranks[one], ranks[before] - 1);
    return ranks;
}

std::vector<double> by_length(parent_package const& package, duration_estimates const& estimates) {
    std::vector<double> ranks;
    ranks.reserve(package.tasks.size());
    for (std::uint32_t i = 0; i < package.tasks.size(); ++i)
        ranks.push_back(estimates.mean(task_id{i}).count());
    return ranks;
}

class search {
public:
    search(parent_package const& package, duration_estimates const& estimates)
        : package_(package)
        , estimates_(estimates)
        , best_(upward_ranks(package, estimates))
        , shortest_(makespan_of(best_)) {}

    void attempt(std::vector<double> ranks) {
        auto const makespan = makespan_of(ranks);
        if (makespan >= shortest_ * (1 - least_gain))
            return;
        shortest_ = makespan;
        best_ = std::move(ranks);
    }

    /// Ranks are positive lengths, or generations from 0 down: both keep their sign.
    void attempt_change() {
        auto ranks = best_;
        for (double& one : ranks)
            one *= std::exp(change * (2 * uniform() - 1));
        attempt(std::move(ranks));
    }

    [[nodiscard]] std::vector<double> best() && { return std::move(best_); }

private:
    [[nodiscard]] double makespan_of(std::vector<double> const& ranks) const {
        auto const run = play(package_, make_earliest_finish_policy(ranks), estimates_);
        return static_cast<double>(run.makespan.count());
    }

    /// The library's own distribution differs from one standard library to another.
    double uniform() { return static_cast<double>(chance_() >> 11) * 0x1p-53; }

    parent_package const& package_;
    duration_estimates const& estimates_;
    std::mt19937_64 chance_{1};
    std::vector<double> best_;
    double shortest_;
};

} // namespace

std::size_t trials_for(std::size_t tasks, trial_limit limit) noexcept {
    auto const trials = std::min(limit.runs, limit.task_starts / std::max<std::size_t>(tasks, 1));
    // One alone has nothing to be compared with.
    return trials < 4 ? 0 : trials;
}

std::vector<double> search_ranks(parent_package const& package, duration_estimates const& estimates,
                                 trial_limit limit) {
    auto const trials = trials_for(package.tasks.size(), limit);
    // A trial knows no time of day.
    bool const by_the_clock = std::ranges::any_of(
        package.servers, [](server const& one) { return !one.windows.empty(); });
    if (trials == 0 || by_the_clock)
        return upward_ranks(package, estimates);
    search orders(package, estimates);
    orders.attempt(by_generation(package));
    orders.attempt(by_length(package, estimates));
    orders.attempt({});
    for (std::size_t done = 4; done < trials; ++done)
        orders.attempt_change();
    return std::move(orders).best();
}

} // namespace ssislb::detail
