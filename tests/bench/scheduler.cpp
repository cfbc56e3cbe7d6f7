// How near to the lower bound the policies come, on recorded workflows, and what they cost.
#include "figure.hpp"
#include "naive_policies.hpp"
#include "process.hpp"
#include "wfformat.hpp"

#include <ssislb/scheduler/lower_bound.hpp>
#include <ssislb/scheduler/virtual_run.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace ssislb;

using policy_maker = std::function<std::unique_ptr<placement_policy>(std::uint32_t seed)>;

struct contender {
    std::string name;
    policy_maker make;
    /// It follows what is thought of durations, so that it is tried with wrong ones too.
    bool estimates = false;
    /// Chance has a part in it.
    bool random = false;
};

std::vector<contender> contenders() {
    return {{"critical_path", [](auto) { return make_critical_path_policy(); }, true},
            {"upward_rank",
             [](auto) {
                 return make_critical_path_policy({0, 0});
             },
             true},
            {"least_loaded", [](auto) { return make_least_loaded_policy(); }},
            {"any_free_slot", bench::make_any_free_slot_policy, false, true},
            {"static_round_robin", [](auto) { return bench::make_static_round_robin_policy(); }}};
}

struct fleet {
    std::string name;
    std::vector<double> speeds;
};

std::vector<fleet> fleets() {
    return {{"reference", {2.0, 1.6, 1.3, 1.0, 1.0, 0.8, 0.65, 0.5}},
            {"homogeneous", std::vector<double>(8, 1.106)},
            {"two_fast", {2.5, 2.5, 0.64, 0.64, 0.64, 0.64, 0.64, 0.64}}};
}

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

std::vector<estimated_duration> recorded(parent_package const& package) {
    std::vector<estimated_duration> all;
    for (auto const& one : package.tasks)
        all.emplace_back(*one.expected);
    return all;
}

/// Thirty per cent wrong.
std::vector<estimated_duration> noisy(parent_package const& package, std::uint32_t seed) {
    std::mt19937 chance(seed);
    std::lognormal_distribution<double> wrong(0.0, 0.3);
    auto all = recorded(package);
    for (auto& one : all)
        one *= wrong(chance);
    return all;
}

/// The mean of all tasks of the type.
std::vector<estimated_duration> by_history(bench::workload const& of) {
    std::map<std::string, std::pair<double, double>> sums;
    auto all = recorded(of.package);
    for (std::size_t i = 0; i < all.size(); ++i) {
        auto& [sum, count] = sums[of.types[i]];
        sum += all[i].count();
        ++count;
    }
    for (std::size_t i = 0; i < all.size(); ++i)
        all[i] = estimated_duration(sums[of.types[i]].first / sums[of.types[i]].second);
    return all;
}

/// Makespans over the lower bound, by policy and kind of estimates, one for each workload.
class table {
public:
    explicit table(fleet servers)
        : servers_(std::move(servers)) {}

    void add(bench::workload const& one) {
        auto const package = on(servers_, one.package);
        duration_estimates const exact(package);
        auto const bound = makespan_lower_bound(package, exact);
        bench::print("lower_bound_" + servers_.name + "_" + one.package.name,
                     bound.length.count() / 1000, "s");
        auto const ratio = [&](contender const& by, duration_estimates const& thought,
                               std::uint32_t seed) {
            auto const truth = [&](task_id task, server_id server) {
                return std::chrono::round<milliseconds>(exact.of(task, server));
            };
            auto const before = bench::cpu_time();
            auto const played = play(package, by.make(seed), thought, truth);
            cpu_[by.name] += bench::cpu_time() - before;
            tasks_[by.name] += static_cast<double>(package.tasks.size());
            return estimated_duration(played.makespan) / bound.length;
        };
        auto const seeds = package.tasks.size() > 5000 ? 2U : 5U;
        auto const chances = package.tasks.size() > 5000 ? 2U : 100U;
        for (auto const& by : contenders()) {
            note(by.name + "_exact", one, mean_of(by.random ? chances : 1, [&](auto seed) {
                     return ratio(by, exact, seed);
                 }));
            if (!by.estimates)
                continue;
            note(by.name + "_noisy", one, mean_of(seeds, [&](auto seed) {
                     return ratio(by, {package, noisy(package, seed)}, seed);
                 }));
            note(by.name + "_history", one, ratio(by, {package, by_history(one)}, 1));
        }
    }

    void print_means() const {
        for (auto const& [name, ratios] : ratios_) {
            double logs = 0;
            for (double const one : ratios)
                logs += std::log(one);
            auto const mean = std::exp(logs / static_cast<double>(ratios.size()));
            bench::print("geomean_" + servers_.name + "_" + name, mean, "ratio");
            bench::print("worst_" + servers_.name + "_" + name, std::ranges::max(ratios), "ratio");
        }
        for (auto const& [name, cpu] : cpu_)
            bench::print("cpu_per_task_" + servers_.name + "_" + name, cpu / tasks_.at(name) * 1e6,
                         "us");
    }

private:
    static double mean_of(std::uint32_t seeds, std::function<double(std::uint32_t)> const& one) {
        double sum = 0;
        for (std::uint32_t seed = 1; seed <= seeds; ++seed)
            sum += one(seed);
        return sum / seeds;
    }

    void note(std::string const& what, bench::workload const& of, double ratio) {
        ratios_[what].push_back(ratio);
        bench::print("ratio_" + servers_.name + "_" + what + "_" + of.package.name, ratio, "ratio");
    }

    fleet servers_;
    std::map<std::string, std::vector<double>> ratios_;
    std::map<std::string, double> cpu_;
    std::map<std::string, double> tasks_;
};

std::vector<bench::workload> read_folder(std::string const& folder) {
    std::vector<std::string> paths;
    for (auto const& one : std::filesystem::directory_iterator(folder))
        if (one.path().extension() == ".json")
            paths.push_back(one.path().string());
    std::ranges::sort(paths);
    std::vector<bench::workload> all;
    for (auto const& path : paths)
        all.push_back(bench::read_wfformat(path));
    return all;
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fprintf(stderr, "bench_scheduler WORKLOADS\n");
        return 6;
    }
    auto const workloads = read_folder(argv[1]);
    for (auto const& servers : fleets()) {
        table results(servers);
        for (auto const& one : workloads)
            results.add(one);
        results.print_means();
    }
    auto night = bench::union_of(workloads, 2);
    night.package.name = "night";
    table results({"night_reference", fleets().front().speeds});
    results.add(night);
    results.print_means();
    return 0;
}
