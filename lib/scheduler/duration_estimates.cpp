#include <ssislb/scheduler/duration_estimates.hpp>

#include <algorithm>
#include <cassert>
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
    : base_(std::move(at_speed_one))
    , known_(package.servers.size()) {
    assert(base_.size() == package.tasks.size());
    for (auto& one : base_)
        one = std::max(one, shortest);
    speed_.reserve(package.servers.size());
    for (server const& one : package.servers)
        speed_.push_back(one.speed);
}

estimated_duration duration_estimates::mean(task_id task) const noexcept {
    estimated_duration sum{0};
    for (std::uint32_t s = 0; s < speed_.size(); ++s)
        sum += of(task, server_id{s});
    return speed_.empty() ? base_[index(task)] : sum / static_cast<double>(speed_.size());
}

void duration_estimates::set_at_speed_one(task_id task, estimated_duration length) noexcept {
    base_[index(task)] = std::max(length, shortest);
}

void duration_estimates::set_at_speed_one(task_id task, server_id server,
                                          estimated_duration length) {
    auto& known = known_[index(server)];
    if (known.empty())
        known.resize(base_.size());
    known[index(task)] = std::max(length, shortest);
}

duration_estimates duration_estimates::for_tasks(std::span<task_id const> tasks) const {
    auto const chosen = [tasks](std::vector<estimated_duration> const& all) {
        std::vector<estimated_duration> some;
        some.reserve(tasks.size());
        for (task_id const one : tasks)
            some.push_back(all[index(one)]);
        return some;
    };
    duration_estimates made;
    made.base_ = chosen(base_);
    made.speed_ = speed_;
    for (auto const& of_server : known_)
        made.known_.push_back(of_server.empty() ? of_server : chosen(of_server));
    return made;
}

duration_estimates duration_estimates::for_servers(std::span<fleet_member const> fleet) const {
    duration_estimates made;
    made.base_ = base_;
    for (auto const& one : fleet) {
        made.speed_.push_back(one.speed);
        made.known_.push_back(one.like ? known_[index(*one.like)]
                                       : std::vector<estimated_duration>());
    }
    return made;
}

} // namespace ssislb
