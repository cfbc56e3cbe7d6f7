#include "scheduler/estimated_run.hpp"
#include "scheduler/rank_search.hpp"

#include <ssislb/scheduler/capacity_advice.hpp>
#include <ssislb/scheduler/what_if.hpp>

#include <algorithm>
#include <array>
#include <functional>
#include <numeric>
#include <utility>

namespace ssislb {
namespace {

/// Options that are played to the end, where there are too many for that.
constexpr std::size_t best_of_each = 3;

/// The servers that are worth trying, in plan order.
std::vector<std::uint32_t> most_used(std::vector<server_forecast> const& loads, std::size_t most) {
    std::vector<std::uint32_t> servers(loads.size());
    std::iota(servers.begin(), servers.end(), 0U);
    std::ranges::stable_sort(servers, std::greater<>(),
                             [&](std::uint32_t which) { return loads[which].use; });
    servers.resize(std::min(most, servers.size()));
    std::ranges::sort(servers);
    return servers;
}

/// How many tasks a play starts with all that the policy tries beforehand.
std::size_t starts_of_play(parent_package const& package) {
    auto const tasks = package.tasks.size();
    bool const tries = package.policy == policy_kind::critical_path;
    return tasks * (1 + (tries ? detail::trials_for(tasks, {}) : 0));
}

/// Plays options of one package.
class option_player {
public:
    option_player(parent_package const& package, duration_estimates const& estimates,
                  play_options const& how)
        : package_(package)
        , estimates_(estimates)
        , how_(how) {}

    [[nodiscard]] milliseconds makespan(capacity_option const& one, trial_limit limit) const {
        if (one.change == capacity_change::slot)
            return detail::play_as_estimated(with_slot(package_, one.server), estimates_, how_,
                                             limit)
                .makespan;
        auto const copied = with_copy(package_, one.server);
        auto const estimates = estimates_for(copied, package_, estimates_);
        return detail::play_as_estimated(copied.package, estimates, how_, limit).makespan;
    }

    /// The shortest first.
    void play(std::vector<capacity_option>& options, trial_limit limit = {}) const {
        for (auto& one : options)
            one.makespan = makespan(one, limit);
        std::ranges::stable_sort(options, {}, &capacity_option::makespan);
    }

private:
    parent_package const& package_;
    duration_estimates const& estimates_;
    play_options how_;
};

std::vector<capacity_option> options_for(std::vector<std::uint32_t> const& servers) {
    std::vector<capacity_option> options;
    for (auto const which : servers)
        for (auto const change : {capacity_change::slot, capacity_change::copy})
            options.push_back({change, server_id{which}, {}});
    return options;
}

/// The first few of each kind.
void keep_best(std::vector<capacity_option>& options) {
    std::array<std::size_t, 2> kept{};
    std::erase_if(options, [&](capacity_option const& one) {
        return kept[one.change == capacity_change::slot]++ >= best_of_each;
    });
}

/// A path of tasks, each of which may have been rounded up by a millisecond. More of the same
/// servers leave it as it is.
bool is_as_short_as_its_path(forecast const& now) {
    return now.bound.binds == bound_kind::critical_path &&
           estimated_duration(now.makespan) - now.bound.length <
               milliseconds(now.critical_path.size());
}

} // namespace

std::string_view to_string(capacity_change which) noexcept {
    return which == capacity_change::slot ? "slot" : "copy";
}

capacity_advice advise_capacity(parent_package const& package, duration_estimates const& estimates,
                                forecast const& now, std::size_t most_task_starts) {
    capacity_advice advice;
    advice.path_binds = is_as_short_as_its_path(now);
    if (advice.path_binds || now.critical_path.empty())
        return advice;
    auto const tasks = package.tasks.size();
    auto const servers =
        most_used(now.servers, std::max<std::size_t>(most_task_starts / (2 * tasks), 1));
    advice.left_out = package.servers.size() - servers.size();
    advice.options = options_for(servers);
    option_player const player(package, estimates, now.played);
    if (advice.options.size() * starts_of_play(package) > most_task_starts) {
        player.play(advice.options, {.runs = 0});
        keep_best(advice.options);
    }
    player.play(advice.options);
    return advice;
}

} // namespace ssislb
