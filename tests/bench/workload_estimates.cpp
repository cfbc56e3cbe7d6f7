// What a scheduler may think of the durations of recorded tasks.
#include "workload_estimates.hpp"

#include <map>
#include <random>
#include <string>
#include <utility>

namespace ssislb::bench {
namespace {

std::vector<estimated_duration> recorded(workload const& of) {
    std::vector<estimated_duration> all;
    for (auto const& one : of.package.tasks)
        all.emplace_back(*one.expected);
    return all;
}

} // namespace

std::vector<estimated_duration> noisy_estimates(workload const& of, std::uint32_t seed) {
    std::mt19937 chance(seed);
    std::lognormal_distribution<double> wrong(0.0, 0.3);
    auto all = recorded(of);
    for (auto& one : all)
        one *= wrong(chance);
    return all;
}

std::vector<estimated_duration> type_means(workload const& of) {
    std::map<std::string, std::pair<double, double>> sums;
    auto all = recorded(of);
    for (std::size_t i = 0; i < all.size(); ++i) {
        auto& [sum, count] = sums[of.types[i]];
        sum += all[i].count();
        ++count;
    }
    for (std::size_t i = 0; i < all.size(); ++i)
        all[i] = estimated_duration(sums[of.types[i]].first / sums[of.types[i]].second);
    return all;
}

} // namespace ssislb::bench
