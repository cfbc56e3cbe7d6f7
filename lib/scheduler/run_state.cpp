// The tables of a run.
#include "scheduler/run_state.hpp"

#include "scheduler/urgency.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <numeric>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace ssislb::detail {
namespace {

std::vector<std::uint32_t> number_jobs(parent_package const& package) {
    std::unordered_map<std::string_view, std::uint32_t> numbers;
    std::vector<std::uint32_t> result;
    result.reserve(package.tasks.size());
    for (task const& one : package.tasks)
        result.push_back(
            numbers.emplace(one.job, static_cast<std::uint32_t>(numbers.size())).first->second);
    return result;
}

server_rows chosen_servers(parent_package const& package) {
    std::unordered_map<std::string_view, server_id> ids;
    for (std::uint32_t s = 0; s < package.servers.size(); ++s)
        ids.emplace(package.servers[s].name, server_id{s});
    server_rows rows(package.tasks.size(), package.servers.size());
    for (std::size_t i = 0; i < package.tasks.size(); ++i) {
        task const& one = package.tasks[i];
        auto const add = [&](server_id id) {
            if (has_tags(package[id], one.required_tags))
                rows.insert(i, id);
        };
        for (std::string const& name : one.servers)
            add(ids.at(name));
        if (one.servers.empty())
            for (auto const& [name, id] : ids)
                add(id);
    }
    return rows;
}

std::vector<std::uint32_t> turns_by(std::vector<double> const& ranks,
                                    std::vector<std::int32_t> const& urgencies) {
    std::vector<std::uint32_t> order(urgencies.size());
    std::iota(order.begin(), order.end(), 0U);
    auto const sort_by = [&order](auto const& keys) {
        std::ranges::stable_sort(order, std::greater<>(),
                                 [&keys](std::uint32_t one) { return keys[one]; });
    };
    if (!ranks.empty())
        sort_by(ranks);
    sort_by(urgencies);
    std::vector<std::uint32_t> turns(order.size());
    for (std::uint32_t turn = 0; turn < turns.size(); ++turn)
        turns[order[turn]] = turn;
    return turns;
}

} // namespace

run_state::run_state(parent_package const& package, circuit_breaker::limits const& breakers,
                     std::uint32_t max_restarts, std::vector<double> const& ranks)
    : servers(package, breakers)
    , preferences(package)
    , limits(package)
    , records_(package.tasks.size())
    , chosen_(chosen_servers(package))
    , eligible_(chosen_)
    , job_of_(number_jobs(package))
    , in_use_(package.tasks.size(), package.servers.size())
    , urgency_(urgencies(package))
    , turn_(turns_by(ranks, urgency_))
    , limit_(package.max_concurrent_executables == 0 ? std::numeric_limits<std::size_t>::max()
                                                     : package.max_concurrent_executables) {
    counts.waiting = static_cast<std::uint32_t>(records_.size());
    for (task_record& one : records_)
        one.restarts_left = max_restarts;
}

void run_state::rank(std::vector<double> const& ranks) {
    turn_ = turns_by(ranks, urgency_);
    std::ranges::sort(ready_, {}, [this](task_id one) { return turn_[index(one)]; });
}

std::uint32_t& run_state::count_of(task_id id) {
    task_record const& task = records_[index(id)];
    switch (task.state) {
    case task_state::waiting:
        return counts.waiting;
    case task_state::ready:
        return counts.ready;
    case task_state::delayed:
        return counts.delayed;
    case task_state::settled:
        break;
    default:
        return counts.live;
    }
    switch (task.last->result) {
    case outcome::succeeded:
        return counts.succeeded;
    case outcome::failed:
        return counts.failed;
    case outcome::canceled:
        return counts.canceled;
    case outcome::skipped:
        return counts.skipped;
    case outcome::unknown:
        break;
    }
    return counts.unknown;
}

void run_state::move(task_id id, task_state to) {
    task_record& task = records_[index(id)];
    if (task.state == task_state::ready)
        ready_.erase(place_of(id));
    --count_of(id);
    task.state = to;
    ++count_of(id);
    if (to == task_state::ready)
        ready_.insert(place_of(id), id);
}

std::vector<task_id>::iterator run_state::place_of(task_id id) {
    return std::ranges::lower_bound(ready_, turn_[index(id)], {},
                                    [this](task_id one) { return turn_[index(one)]; });
}

void run_state::settle(task_id id, judgement end) {
    move(id, task_state::waiting);
    task_record& task = records_[index(id)];
    task.last = end;
    move(id, task_state::settled);
    delays.forget(id);
}

void run_state::open_attempt(task_id id, std::uint32_t number, server_id server, timestamp now) {
    task_record& task = records_[index(id)];
    if (task.state == task_state::ready)
        placed_.push_back(id);
    --count_of(id);
    task.state = task_state::starting;
    ++count_of(id);
    task.number = number;
    task.last_server = server;
    task.live.emplace();
    task.live->server = server;
    task.live->place = live_.size();
    live_.push_back({{id, number}, server, now});
    servers.take_slot(server, now);
    limits.take(id, server);
    in_use_.insert(job_of_[index(id)], server);
}

void run_state::accept_attempt(task_id id, timestamp now) {
    task_record& task = records_[index(id)];
    task.state = task_state::running;
    task.live->phase = start_phase::accepted;
    task.live->accepted_at = now;
    ++task.started;
    live_[task.live->place].since = now;
    servers.note_accepted(task.live->server);
}

void run_state::note_pickup(task_id id) {
    attempt_record& live = *records_[index(id)].live;
    if (!std::exchange(live.picked_up, true))
        servers.note_pickup(live.server);
}

void run_state::mark_stopping(task_id id, stop_reason why) {
    task_record& task = records_[index(id)];
    task.state = task_state::stopping;
    task.live->stopped = why;
}

void run_state::close_attempt(task_id id, task_state then) {
    task_record& task = records_[index(id)];
    attempt_record const ended = *task.live;
    task.live.reset();
    if (ended.place + 1 != live_.size()) {
        live_[ended.place] = live_.back();
        records_[index(live_.back().attempt.task)].live->place = ended.place;
    }
    live_.pop_back();
    servers.release_slot(ended.server, ended.phase == start_phase::accepted, ended.picked_up);
    limits.release(id, ended.server);
    in_use_.erase(job_of_[index(id)], ended.server);
    move(id, then);
}

void run_state::drop_placed() {
    if (placed_.size() == 1)
        ready_.erase(place_of(placed_.front()));
    if (placed_.size() <= 1)
        return placed_.clear();
    std::ranges::sort(placed_, {}, [this](task_id one) { return turn_[index(one)]; });
    std::vector<std::vector<task_id>::iterator> places;
    for (task_id const one : placed_)
        places.push_back(place_of(one));
    places.push_back(ready_.end());
    auto end = places.front();
    for (std::size_t i = 0; i + 1 < places.size(); ++i)
        end = std::move(places[i] + 1, places[i + 1], end);
    ready_.erase(end, ready_.end());
    placed_.clear();
}

void run_state::eligible_for(task_id id, server_set& into) const {
    into.assign(eligible_[index(id)]);
    into -= servers.gone();
}

void run_state::candidates_for(task_id id, server_set& into) const {
    into.assign(eligible_[index(id)]);
    if (limits.blocks(id))
        return into.clear();
    into &= servers.accepting();
    delays.subtract_from(into, id, servers);
    if (task_record const& task = records_[index(id)]; task.has_tried) {
        server_set untried = into;
        untried -= task.tried;
        if (!untried.empty())
            into = untried;
    }
    into -= limits.full_servers();
}

void run_state::startable_for(task_id id, server_set& into) const {
    candidates_for(id, into);
    into &= servers.open();
    into -= in_use_[job_of_[index(id)]];
}

bool run_state::may_be_startable(task_id id, server_set const& open_servers) const noexcept {
    auto const eligible = eligible_[index(id)];
    auto const in_use = in_use_[job_of_[index(id)]];
    auto const open = open_servers.words();
    for (std::size_t i = 0; i < open.size(); ++i)
        if ((eligible[i] & open[i] & ~in_use[i]) != 0)
            return !limits.blocks(id);
    return false;
}

} // namespace ssislb::detail
