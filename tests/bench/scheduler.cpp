// How near to the lower bound the policies come, on recorded workflows, and what they cost.
#include "figure.hpp"
#include "policy_table.hpp"
#include "support/every_schedule.hpp"
#include "wfformat.hpp"

#include <ssislb/scheduler/policies.hpp>
#include <ssislb/scheduler/virtual_run.hpp>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace ssislb;
using bench::fleet;

std::vector<fleet> fleets() {
    return {{"reference", {2.0, 1.6, 1.3, 1.0, 1.0, 0.8, 0.65, 0.5}},
            {"homogeneous", std::vector<double>(8, 1.106)},
            {"two_fast", {2.5, 2.5, 0.64, 0.64, 0.64, 0.64, 0.64, 0.64}}};
}

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

/// Six tasks in random order on three servers with a slot each.
parent_package tiny_plan(std::uint32_t seed) {
    std::mt19937 chance(seed);
    parent_package package = bench::on({"tiny", {2.0, 1.0, 0.5}}, {});
    for (auto& one : package.servers)
        one.max_jobs = 1;
    for (int i = 0; i < 6; ++i) {
        task made;
        made.name = made.job = std::to_string(i);
        made.expected = milliseconds(1000 + chance() % 9000);
        for (int before = 0; before < i; ++before)
            if (chance() % 3 == 0)
                made.after.push_back({std::to_string(before)});
        package.tasks.push_back(std::move(made));
    }
    return package;
}

/// Against the best of all schedules, not against a bound.
void compare_with_optimum() {
    std::vector<double> ratios;
    for (std::uint32_t seed = 1; seed <= 200; ++seed) {
        auto const package = tiny_plan(seed);
        duration_estimates const estimates(package);
        auto const played = play(package, make_critical_path_policy(), estimates);
        ratios.push_back(estimated_duration(played.makespan) /
                         test::best_makespan(package, estimates));
    }
    auto const hits = std::ranges::count_if(ratios, [](double one) { return one < 1.001; });
    bench::print("tiny_plans_at_optimum",
                 static_cast<double>(hits) / static_cast<double>(ratios.size()), "share");
    bench::print("tiny_plans_worst", std::ranges::max(ratios), "ratio");
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fprintf(stderr, "bench_scheduler WORKLOADS\n");
        return 6;
    }
    auto const workloads = read_folder(argv[1]);
    for (auto const& servers : fleets()) {
        bench::policy_table results(servers);
        for (auto const& one : workloads)
            results.add(one);
        results.print_totals();
    }
    auto night = bench::union_of(workloads, 2);
    night.package.name = "night";
    bench::policy_table results({"night_reference", fleets().front().speeds});
    results.add(night);
    results.print_totals();
    compare_with_optimum();
    return 0;
}
