#include "scheduler/estimated_run.hpp"
#include "scheduler/whole_milliseconds.hpp"

#include <ssislb/scheduler/makespan_spread.hpp>
#include <ssislb/scheduler/policies.hpp>
#include <ssislb/scheduler/virtual_run.hpp>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <memory>
#include <numbers>
#include <numeric>
#include <optional>
#include <random>

namespace ssislb {
namespace {

/// Of Box and Muller: the library's own distribution differs from one standard library to another.
class normal_source {
public:
    explicit normal_source(std::uint32_t seed)
        : random_(seed) {}

    double next() {
        double const radius = std::sqrt(-2 * std::log(uniform()));
        return radius * std::cos(2 * std::numbers::pi * uniform());
    }

private:
    /// Above 0, at most 1.
    double uniform() { return (static_cast<double>(random_() >> 11) + 1) * 0x1p-53; }

    std::mt19937_64 random_;
};

std::vector<double> factors_of(std::size_t tasks, double sigma, std::uint32_t seed) {
    normal_source normal(seed);
    std::vector<double> factors(tasks);
    for (auto& one : factors)
        one = std::exp(sigma * normal.next());
    return factors;
}

/// The policy that the package asks for, made many times.
class policy_source {
public:
    policy_source(parent_package const& package, duration_estimates const& estimates)
        : package_(package) {
        // Trials go by the estimates alone, so they would end alike each time.
        if (package.policy == policy_kind::critical_path)
            ranks_ = make_critical_path_policy()->ranks(package, estimates);
    }

    [[nodiscard]] std::unique_ptr<placement_policy> make() const {
        return ranks_ ? make_earliest_finish_policy(*ranks_) : make_policy(package_);
    }

private:
    parent_package const& package_;
    std::optional<std::vector<double>> ranks_;
};

} // namespace

milliseconds makespan_spread::mean() const {
    assert(!makespans.empty());
    return std::accumulate(makespans.begin(), makespans.end(), milliseconds(0)) /
           static_cast<milliseconds::rep>(makespans.size());
}

milliseconds makespan_spread::quantile(double share) const {
    assert(!makespans.empty());
    auto const rank = std::ceil(share * static_cast<double>(makespans.size()) - 1e-9);
    auto const last = static_cast<double>(makespans.size() - 1);
    return makespans[static_cast<std::size_t>(std::clamp(rank - 1, 0.0, last))];
}

makespan_spread spread_of(parent_package const& package, duration_estimates const& estimates,
                          double sigma, std::uint32_t seeds, play_options const& how) {
    makespan_spread spread;
    policy_source const policy(package, estimates);
    for (std::uint32_t seed = 1; seed <= seeds; ++seed) {
        auto const factors = factors_of(package.tasks.size(), sigma, seed);
        auto const run = play(
            package, policy.make(), estimates,
            [&](task_id task, server_id server) {
                return detail::whole_milliseconds(estimates.of(task, server) *
                                                  factors[index(task)]);
            },
            how);
        spread.makespans.push_back(run.makespan);
    }
    std::ranges::sort(spread.makespans);
    return spread;
}

} // namespace ssislb
