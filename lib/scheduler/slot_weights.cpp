#include "scheduler/slot_weights.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

namespace ssislb::detail {
namespace {

constexpr std::size_t most_steps = 400;
/// Looks at a task on a server, of all steps together.
constexpr std::size_t most_looks = 20'000'000;
/// Of the first step.
constexpr double stride = 0.15;

} // namespace

slot_weights::slot_weights(parent_package const& package, duration_estimates const& estimates)
    : package_(package)
    , estimates_(estimates)
    , weights_(package.servers.size()) {
    weigh_by_speed();
    if (!is_best_by_speed())
        better();
}

void slot_weights::weigh_by_speed() {
    for (std::uint32_t s = 0; s < weights_.size(); ++s)
        weights_[s] = estimates_.speed(server_id{s});
    normalize();
}

bool slot_weights::is_best_by_speed() const {
    for (std::uint32_t i = 0; i < package_.tasks.size(); ++i) {
        auto const work = estimates_.at_speed_one(task_id{i}).count();
        for (std::uint32_t s = 0; s < weights_.size(); ++s) {
            auto const here =
                estimates_.of(task_id{i}, server_id{s}).count() * estimates_.speed(server_id{s});
            if (!may_run(package_.tasks[i], package_.servers[s]) ||
                std::abs(here - work) > 1e-9 * work)
                return false;
        }
    }
    return true;
}

void slot_weights::better() {
    auto const looks = std::max<std::size_t>(package_.tasks.size() * weights_.size(), 1);
    auto const steps = std::clamp<std::size_t>(most_looks / looks, 1, most_steps);
    auto best = weights_;
    double best_sum = 0;
    for (std::size_t step = 1; step <= steps; ++step) {
        auto const [sum, loads] = spread();
        if (sum > best_sum) {
            best_sum = sum;
            best = weights_;
        }
        shift(loads, stride / std::sqrt(static_cast<double>(step)));
    }
    weights_ = std::move(best);
}

slot_weights::assignment slot_weights::spread() const {
    assignment made{0, std::vector<double>(weights_.size())};
    for (std::uint32_t i = 0; i < package_.tasks.size(); ++i) {
        if (!package_.tasks[i].enabled)
            continue;
        auto const [server, share] = cheapest(i);
        made.sum += share;
        made.loads[server] += share / weights_[server] / package_.servers[server].max_jobs;
    }
    return made;
}

void slot_weights::shift(std::vector<double> const& loads, double by) {
    auto const mean =
        std::accumulate(loads.begin(), loads.end(), 0.0) / static_cast<double>(loads.size());
    if (mean <= 0)
        return;
    for (std::size_t s = 0; s < weights_.size(); ++s)
        weights_[s] *= std::exp(by * (loads[s] / mean - 1));
    normalize();
}

double slot_weights::share(task_id id) const {
    return cheapest(static_cast<std::uint32_t>(index(id))).share;
}

slot_weights::choice slot_weights::cheapest(std::uint32_t task) const {
    choice best{0, std::numeric_limits<double>::infinity()};
    for (std::uint32_t s = 0; s < weights_.size(); ++s) {
        if (!may_run(package_.tasks[task], package_.servers[s]))
            continue;
        auto const share = weights_[s] * estimates_.of(task_id{task}, server_id{s}).count();
        if (share < best.share)
            best = {s, share};
    }
    return best;
}

void slot_weights::normalize() {
    double total = 0;
    for (std::size_t s = 0; s < weights_.size(); ++s)
        total += weights_[s] * package_.servers[s].max_jobs;
    for (double& one : weights_)
        one /= total;
}

} // namespace ssislb::detail
