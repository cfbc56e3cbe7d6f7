// Makespans over the lower bound on one fleet.
#include "policy_table.hpp"

#include "any_free_slot.hpp"
#include "figure.hpp"
#include "process.hpp"
#include "workload_estimates.hpp"

#include <ssislb/scheduler/lower_bound.hpp>
#include <ssislb/scheduler/policies.hpp>
#include <ssislb/scheduler/virtual_run.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numeric>

namespace ssislb::bench {
namespace {

double geomean(std::vector<double> const& of) {
    double logs = 0;
    for (double const one : of)
        logs += std::log(one);
    return std::exp(logs / static_cast<double>(of.size()));
}

double mean_of(std::uint32_t seeds, std::function<double(std::uint32_t)> const& one) {
    double sum = 0;
    for (std::uint32_t seed = 1; seed <= seeds; ++seed)
        sum += one(seed);
    return sum / seeds;
}

} // namespace

parent_package on(fleet const& servers, parent_package package) {
    for (double const speed : servers.speeds) {
        server made;
        made.name = "etl" + std::to_string(package.servers.size() + 1);
        made.host = made.name;
        made.max_jobs = 4;
        made.speed = speed;
        package.servers.push_back(std::move(made));
    }
    return package;
}

std::vector<contender> contenders() {
    auto const plain = [](auto make) { return [make](auto&, auto) { return make(); }; };
    auto const untried = [] { return make_critical_path_policy({.runs = 0, .task_starts = 0}); };
    return {{"critical_path", plain([] { return make_critical_path_policy(); }), true},
            {"upward_rank", plain(untried), true},
            {"fastest_free", plain(make_fastest_free_policy), true},
            {"least_loaded", plain(make_least_loaded_policy)},
            {"round_robin", [](auto& package, auto) { return make_round_robin_policy(package); }},
            {"any_free_slot", [](auto&, auto seed) { return make_any_free_slot_policy(seed); },
             false, true}};
}

void policy_table::add(workload const& one) {
    auto const package = on(servers_, one.package);
    duration_estimates const exact(package);
    auto const bound = makespan_lower_bound(package, exact);
    print("lower_bound_" + servers_.name + "_" + package.name, bound.length.count() / 1000, "s");
    auto const truth = [&exact](task_id task, server_id server) {
        return std::chrono::round<milliseconds>(exact.of(task, server));
    };
    auto const ratio = [&](contender const& by, duration_estimates const& thought,
                           std::uint32_t seed) {
        auto const before = cpu_time();
        auto const played = play(package, by.make(package, seed), thought, truth);
        cpu_[by.name] += cpu_time() - before;
        tasks_[by.name] += static_cast<double>(package.tasks.size());
        return estimated_duration(played.makespan) / bound.length;
    };
    bool const large = package.tasks.size() > 5000;
    for (auto const& by : contenders()) {
        auto const chances = !by.random ? 1U : large ? 2U : 100U;
        note(by.name + "_exact", one,
             mean_of(chances, [&](auto seed) { return ratio(by, exact, seed); }));
        if (!by.estimates)
            continue;
        note(by.name + "_noisy", one, mean_of(large ? 2 : 5, [&](auto seed) {
                 return ratio(by, {package, noisy_estimates(one, seed)}, seed);
             }));
        note(by.name + "_history", one, ratio(by, {package, type_means(one)}, 1));
    }
}

void policy_table::note(std::string const& what, workload const& of, double ratio) {
    ratios_[what].push_back(ratio);
    print("ratio_" + servers_.name + "_" + what + "_" + of.package.name, ratio, "ratio");
}

void policy_table::print_totals() const {
    for (auto const& [name, ratios] : ratios_) {
        print("geomean_" + servers_.name + "_" + name, geomean(ratios), "ratio");
        print("worst_" + servers_.name + "_" + name, std::ranges::max(ratios), "ratio");
    }
    for (auto const* other : {"any_free_slot", "round_robin"})
        print_gain_over(other);
    for (auto const& [name, cpu] : cpu_)
        print("cpu_per_task_" + servers_.name + "_" + name, cpu / tasks_.at(name) * 1e6, "us");
}

void policy_table::print_gain_over(std::string const& other) const {
    auto gains = ratios_.at(other + "_exact");
    auto const& ours = ratios_.at("critical_path_exact");
    std::ranges::transform(gains, ours, gains.begin(), std::divides<>());
    print("gain_over_" + other + "_" + servers_.name, geomean(gains), "ratio");
    print("least_gain_over_" + other + "_" + servers_.name, std::ranges::min(gains), "ratio");
}

} // namespace ssislb::bench
