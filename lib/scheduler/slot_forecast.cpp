#include "scheduler/slot_forecast.hpp"

#include <algorithm>
#include <chrono>
#include <functional>
#include <utility>

namespace ssislb::detail {
namespace {

/// Until the Agent has picked up a start, at least.
constexpr estimated_duration pickup = std::chrono::seconds(1);

/// A start that has waited for long goes on to wait.
estimated_duration until_open(server_load const& of, timestamp now) {
    if (of.opens_at)
        return *of.opens_at - now;
    return std::max(pickup, estimated_duration(now - of.last_start));
}

} // namespace

estimated_duration residual(estimated_duration thought, estimated_duration age) noexcept {
    if (age < thought)
        return thought - age;
    return std::max(0.1 * thought, 0.15 * age);
}

void slot_forecast::look_at(placement_board const& board) {
    board_ = &board;
    has_looked_ = false;
    running_before_ = board.running().size();
    free_slots_ = 0;
    auto const servers = board.servers();
    free_.assign(servers.size(), 0);
    ends_.resize(servers.size());
    for (auto& each : ends_)
        each.clear();
    for (std::size_t i = 0; i < servers.size(); ++i) {
        if (!servers[i].accepting)
            continue;
        free_[i] = servers[i].gated ? 0 : servers[i].free;
        free_slots_ += free_[i];
    }
}

estimated_duration slot_forecast::until_free(server_id server) {
    return has_free(server) ? estimated_duration(0) : until_first_end(server);
}

estimated_duration slot_forecast::until_first_end(server_id server) {
    look_at_running();
    auto const& ends = ends_[index(server)];
    return ends.empty() ? estimated_duration(0) : estimated_duration(ends.front());
}

void slot_forecast::occupy(server_id server, estimated_duration until) {
    auto& ends = ends_[index(server)];
    if (has_free(server)) {
        --free_[index(server)];
        --free_slots_;
    } else if (look_at_running(); !ends.empty()) {
        std::ranges::pop_heap(ends, std::greater<>());
        ends.pop_back();
    }
    ends.push_back(until.count());
    std::ranges::push_heap(ends, std::greater<>());
}

void slot_forecast::look_at_running() {
    if (std::exchange(has_looked_, true))
        return;
    for (running_attempt const& one : board_->running().first(running_before_)) {
        auto const thought = board_->estimate(one.attempt.task, one.server);
        auto const left = residual(thought, board_->now() - one.since);
        ends_[index(one.server)].push_back(left.count());
    }
    auto const servers = board_->servers();
    for (std::size_t i = 0; i < ends_.size(); ++i) {
        auto& ends = ends_[i];
        if (servers[i].accepting && servers[i].gated)
            ends.insert(ends.end(), servers[i].free, until_open(servers[i], board_->now()).count());
        std::ranges::make_heap(ends, std::greater<>());
        // Where slots were taken away the first ends free none.
        for (; ends.size() > std::max(servers[i].max_jobs, 1U); ends.pop_back())
            std::ranges::pop_heap(ends, std::greater<>());
    }
}

} // namespace ssislb::detail
