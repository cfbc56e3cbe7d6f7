#include <ssislb/scheduler/duration_estimates.hpp>

#include <algorithm>
#include <cassert>
#include <numeric>
#include <utility>

namespace ssislb {
namespace {

constexpr estimated_duration unheard_of = std::chrono::minutes(1);
/// Of no length at all nothing could be said in proportions.
constexpr estimated_duration shortest{0.001};

estimated_duration median_of_known(parent_package const& package) {
    std::vector<milliseconds> known;
    for (task const& one : package.tasks)
        if (one.expected)
            known.push_back(*one.expected);
    if (known.empty())
        return unheard_of;
    auto const middle = known.begin() + static_cast<std::ptrdiff_t>(known.size() / 2);
    std::ranges::nth_element(known, middle);
    return *middle;
}

std::vector<estimated_duration> expected_in(parent_package const& package) {
    estimated_duration const otherwise = median_of_known(package);
    std::vector<estimated_duration> all;
    all.reserve(package.tasks.size());
    for (task const& one : package.tasks)
        all.push_back(one.expected ? estimated_duration(*one.expected) : otherwise);
    return all;
}

} // namespace

duration_estimates::duration_estimates(parent_package const& package)
    : duration_estimates(package, expected_in(package)) {}

duration_estimates::duration_estimates(parent_package const& package,
                                       std::vector<estimated_duration> at_speed_one)
    : base_(std::move(at_speed_one)) {
    assert(base_.size() == package.tasks.size());
    for (auto& one : base_)
        one = std::max(one, shortest);
    pace_.reserve(package.servers.size());
    for (server const& one : package.servers)
        pace_.push_back(1 / one.speed);
    if (!pace_.empty())
        mean_pace_ =
            std::accumulate(pace_.begin(), pace_.end(), 0.0) / static_cast<double>(pace_.size());
}

} // namespace ssislb
