// Limits and constraints: what may be alive at a time, and what may start when.
#include "auditor.hpp"
#include "desk.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace ssislb::simulation {
namespace {

bool has(std::vector<std::string> const& all, std::string const& one) {
    return std::ranges::find(all, one) != all.end();
}

} // namespace

/// Ours that run, or will; without those that were given up as lost.
template <class Counts>
std::uint32_t auditor::alive(Counts counts) const {
    std::uint32_t found = 0;
    for (auto const& each : intents_)
        if (each.run && !each.given_up && truth_->runs()[*each.run].is_alive() && counts(each))
            ++found;
    return found;
}

void auditor::check_alone(intent const& now) {
    auto const& task = plan_.package[now.attempt.task];
    for (auto const& each : intents_) {
        bool const other = &each != &now && each.attempt.task == now.attempt.task && each.run;
        if (!other || !truth_->runs()[*each.run].is_alive())
            continue;
        if (!(task.restartable && each.given_up))
            violated(fmt::format("{}: two of its attempts are alive", task.name));
    }
}

void auditor::check_slots(intent const& now) {
    auto const here = alive([&](intent const& one) { return one.server == now.server; });
    if (here > most_slots_[now.server])
        violated(fmt::format("{} of our jobs on server {}, which has {} slots", here, now.server,
                             most_slots_[now.server]));
    auto const most = plan_.package.max_concurrent_executables;
    auto const all = alive([](intent const&) { return true; });
    if (most > 0 && all > most)
        violated(fmt::format("{} jobs at a time, of {} allowed", all, most));
}

void auditor::check_shared(intent const& now) {
    auto const& package = plan_.package;
    for (auto const& mutex : package[now.attempt.task].mutexes) {
        auto const holders =
            alive([&](intent const& one) { return has(package[one.attempt.task].mutexes, mutex); });
        if (holders > 1)
            violated(fmt::format("mutex {} is held {} times", mutex, holders));
    }
    for (auto const& limit : package.tag_limits) {
        auto const holders = alive([&](intent const& one) {
            return has(package[one.attempt.task].tags, limit.name) ||
                   has(package.servers[one.server].tags, limit.name);
        });
        if (holders > limit.max_jobs)
            violated(
                fmt::format("tag {} is held {} times, of {}", limit.name, holders, limit.max_jobs));
    }
}

/// Retries and restarts are counted by the starts that the Agents have accepted.
void auditor::check_repetitions(intent const& now) {
    constexpr std::uint32_t most_restarts = 3;
    auto const& task = plan_.package[now.attempt.task];
    std::uint32_t starts = 0;
    for (auto const& each : intents_)
        starts += each.attempt.task == now.attempt.task && each.run && !each.denied ? 1U : 0U;
    auto const most = 1 + task.retries + (task.restartable ? most_restarts : 0U);
    if (starts > most)
        violated(fmt::format("{} was started {} times", task.name, starts));
}

bool auditor::holds(precedence_constraint const& one) const {
    auto const& before = settled_.of(*plan_.package.find_task(one.predecessor));
    if (!before)
        return false;
    if (before->result == outcome::skipped)
        return before->counts_as_good() && one.kind != constraint_kind::failure;
    if (one.kind == constraint_kind::completion)
        return true;
    return (before->result == outcome::succeeded) == (one.kind == constraint_kind::success);
}

void auditor::check_constraints(task_id id) {
    auto const& task = plan_.package[id];
    auto const holding = static_cast<std::size_t>(
        std::ranges::count_if(task.after, [this](auto const& one) { return holds(one); }));
    bool const may =
        task.after.empty() ||
        (task.join == constraint_join::any ? holding > 0 : holding == task.after.size());
    if (!may)
        violated(fmt::format("{} is started though its constraints do not hold", task.name));
    if (settled_.of(id))
        violated(fmt::format("{} is started though it has its outcome", task.name));
    if (!task.enabled)
        violated(fmt::format("{} is started though it is disabled", task.name));
}

} // namespace ssislb::simulation
