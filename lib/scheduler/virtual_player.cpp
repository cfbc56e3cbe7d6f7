#include "scheduler/virtual_player.hpp"

#include <algorithm>
#include <tuple>
#include <utility>
#include <variant>

namespace ssislb::detail {

bool virtual_player::end::operator>(end const& other) const noexcept {
    return std::tie(at, attempt) > std::tie(other.at, other.attempt);
}

virtual_player::virtual_player(parent_package const& package, scheduler of,
                               true_duration const& durations, timestamp now)
    : starts_open_gates_(std::ranges::any_of(
          package.servers, [](server const& one) { return one.max_pending_starts.has_value(); }))
    , durations_(durations)
    , scheduler_(std::move(of))
    , start_(now)
    , now_(now) {}

void virtual_player::goes_on(attempt_id attempt, timestamp until) {
    scheduler_.feed(event::job_started{attempt, {}}, now_);
    ends_.push({until, attempt});
}

virtual_run virtual_player::play(timestamp horizon) {
    decide();
    while (!scheduler_.finished() && now_ < horizon && advance())
        decide();
    return std::move(played_);
}

void virtual_player::decide() {
    while (carry_out(scheduler_.decide(now_)) && starts_open_gates_)
        continue;
}

bool virtual_player::carry_out(std::vector<run_decision> const& decisions) {
    auto const before = played_.attempts.size();
    for (run_decision const& one : decisions) {
        if (auto const* start = std::get_if<decision::start>(&one))
            begin(start->attempt, start->server);
        else if (auto const* wake = std::get_if<decision::wake>(&one))
            wake_ = wake->at;
    }
    return played_.attempts.size() > before;
}

void virtual_player::begin(attempt_id attempt, server_id server) {
    auto const length = std::max(durations_(attempt.task, server), milliseconds(1));
    scheduler_.feed(event::start_intended{attempt, server, {}}, now_);
    scheduler_.feed(event::job_started{attempt, {}}, now_);
    ends_.push({now_ + length, attempt});
    auto const since = now_ - start_;
    played_.attempts.push_back({attempt.task, server, since, since + length});
    played_.makespan = std::max(played_.makespan, since + length);
}

bool virtual_player::advance() {
    if (wake_ && (ends_.empty() || *wake_ < ends_.top().at)) {
        now_ = *std::exchange(wake_, std::nullopt);
        scheduler_.feed(event::tick{}, now_);
        return true;
    }
    if (ends_.empty())
        return false;
    now_ = ends_.top().at;
    while (!ends_.empty() && ends_.top().at == now_) {
        attempt_result good;
        good.job = outcome::succeeded;
        good.package = outcome::succeeded;
        scheduler_.feed(event::job_finished{ends_.top().attempt, good}, now_);
        ends_.pop();
    }
    return true;
}

} // namespace ssislb::detail
