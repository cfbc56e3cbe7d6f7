#include "scheduler/duration_model.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace ssislb::detail {
namespace {

/// Standard deviations of logarithms: how far off each of these usually is.
constexpr double of_plan_speed = 0.5;
/// Of one run against the median of its like.
constexpr double of_one_run = 0.3;
/// By how much a server is another one tonight than it was.
constexpr double of_tonight = 0.15;
/// A run that is further off tells no more than this.
constexpr double largest_gain = 1.4;
constexpr double small_gain = 0.1;

double weight_of(double deviation) noexcept {
    return 1 / (deviation * deviation);
}

/// As if one more run had been seen, as far off as is usual: few runs tell little of their spread.
double weight_of(past_length const& seen) noexcept {
    double const variance =
        (seen.runs * seen.spread * seen.spread + of_one_run * of_one_run) / (seen.runs + 1.0);
    return seen.runs / std::max(variance, 0.01);
}

double logarithm(estimated_duration length) {
    return std::log(std::max(length.count(), 0.001));
}

estimated_duration duration_of(double logarithm) {
    return estimated_duration(std::exp(logarithm));
}

} // namespace

void duration_model::belief::add(double value, double its_weight) noexcept {
    weight += its_weight;
    mean += (value - mean) * its_weight / weight;
}

void duration_model::gains::add(double one) noexcept {
    sum += one;
    squares += one * one;
    ++runs;
}

double duration_model::gains::variance() const noexcept {
    constexpr double usual = of_one_run * of_one_run;
    double const mean = sum / std::max(runs, 1U);
    // Runs that are all alike are no reason to believe each one more.
    return std::max(usual, (squares - runs * mean * mean + usual) / (runs + 1.0));
}

duration_model::duration_model(parent_package const& package, duration_estimates estimates)
    : estimates_(std::move(estimates))
    , tasks_(package.tasks.size())
    , is_expected_(package.tasks.size())
    , servers_(package.servers.size()) {
    for (std::size_t i = 0; i < tasks_.size(); ++i)
        is_expected_[i] = package.tasks[i].expected.has_value();
    for (std::uint32_t i = 0; i < servers_.size(); ++i)
        servers_[i].speed = std::log(estimates_.speed(server_id{i}));
}

void duration_model::read_history(server_id where, std::span<past_length const> lengths) {
    server_record& server = servers_[index(where)];
    if (std::exchange(server.has_history, true))
        return;
    learn_speed(server, lengths);
    estimates_.set_speed(where, std::exp(server.speed));
    for (past_length const& seen : lengths) {
        auto const at_speed_one = logarithm(seen.median) + server.speed;
        estimates_.set_at_speed_one(seen.task, where, duration_of(at_speed_one));
        belief& task = tasks_[index(seen.task)];
        task.add(at_speed_one, weight_of(seen));
        estimates_.set_at_speed_one(seen.task, duration_of(task.mean));
    }
    renew_priors();
}

/// Against what other servers told of the same tasks. `expected` does not count: where it is wrong
/// for all, the first server would be taken for a slow one.
void duration_model::learn_speed(server_record& server, std::span<past_length const> lengths) {
    belief speed{server.speed, weight_of(of_plan_speed)};
    for (past_length const& seen : lengths) {
        belief const& task = tasks_[index(seen.task)];
        if (task.weight == 0)
            continue;
        double const variance = 1 / task.weight + 1 / weight_of(seen);
        speed.add(task.mean - logarithm(seen.median), 1 / variance);
    }
    server.speed = speed.mean;
}

/// What all servers have in common is the plan's mistake; what is left is the server's.
void duration_model::note_success(task_id task, server_id where, estimated_duration took) {
    server_record& server = servers_[index(where)];
    // Against what was thought before the run, not against what it has taught since.
    double const learned = std::log(estimates_.speed(where)) - server.speed;
    double const thought = logarithm(estimates_.of(task, where)) + learned;
    double const gain = std::clamp(thought - logarithm(took), -largest_gain, largest_gain);
    server.tonight.add(gain);
    tonight_.add(gain);
    estimates_.set_speed(where, std::exp(server.speed + own_gain(server)));
}

/// The mean gain beyond that of all servers; as if some more runs had gained nothing.
double duration_model::own_gain(server_record const& server) const noexcept {
    double const variance = tonight_.variance();
    double const common =
        tonight_.sum / (tonight_.runs + variance / (of_plan_speed * of_plan_speed));
    double const own = (server.tonight.sum - server.tonight.runs * common) /
                       (server.tonight.runs + 2 * variance / (of_tonight * of_tonight));
    return std::copysign(std::max(0.0, std::abs(own) - small_gain), own);
}

/// Tasks of which neither plan nor history tells anything are taken for the median of the others.
void duration_model::renew_priors() {
    std::vector<double> known;
    for (std::uint32_t i = 0; i < tasks_.size(); ++i)
        if (is_expected_[i] || tasks_[i].weight > 0)
            known.push_back(logarithm(estimates_.at_speed_one(task_id{i})));
    if (known.empty())
        return;
    auto const middle = known.begin() + static_cast<std::ptrdiff_t>(known.size() / 2);
    std::ranges::nth_element(known, middle);
    for (std::uint32_t i = 0; i < tasks_.size(); ++i)
        if (!is_expected_[i] && tasks_[i].weight == 0)
            estimates_.set_at_speed_one(task_id{i}, duration_of(*middle));
}

} // namespace ssislb::detail
