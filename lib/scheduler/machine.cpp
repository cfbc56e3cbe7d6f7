// Feeding and deciding.
#include "scheduler/machine.hpp"

#include "scheduler/board.hpp"

#include <utility>

namespace ssislb::detail {

machine::machine(parent_package const& package, std::unique_ptr<placement_policy> policy,
                 duration_estimates estimates, scheduler_options options)
    : options_(options)
    , policy_(std::move(policy))
    , package_(package)
    , durations_(package, std::move(estimates))
    , error_limit_(package.maximum_error_count)
    , state_(package,
             {options.breaker_threshold, options.agent_down_delay, options.breaker_delay_max},
             options.max_restarts, policy_->ranks(package, durations_.estimates()))
    , precedence_(package) {
    rules_.reserve(package.tasks.size());
    for (task const& one : package.tasks)
        rules_.push_back({one.timeout, retry_rules(one), one.outcome_from, one.restartable,
                          one.server_loss_timeout, one.enabled});
    hours_.reserve(package.servers.size());
    for (server const& one : package.servers)
        hours_.emplace_back(one.windows, options.zone);
}

void machine::feed(run_event const& what, timestamp now) {
    dead_time_ = std::holds_alternative<event::run_resumed>(what);
    advance(now);
    dead_time_ = false;
    if (finished())
        return;
    std::visit([this](auto const& one) { apply(one); }, what);
    propagate();
}

std::vector<run_decision> machine::consequences(timestamp now) {
    advance(now);
    std::vector<run_decision> result = std::exchange(out_, {});
    std::erase_if(result, [this](run_decision const& one) { return is_stale(one); });
    return result;
}

std::vector<run_decision> machine::decide(timestamp now) {
    if (told_finish_)
        return {};
    auto result = consequences(now);
    place(result);
    tighten_patience();
    if (finished()) {
        told_finish_ = true;
        result.emplace_back(decision::finish{this->result()});
    } else if (auto const next = next_instant(); next && next != told_wake_) {
        told_wake_ = next;
        result.emplace_back(decision::wake{*next});
    }
    return result;
}

bool machine::finished() const noexcept {
    run_counts const& counts = state_.counts;
    return counts.waiting + counts.ready + counts.delayed + counts.live == 0;
}

outcome machine::result() const noexcept {
    run_counts const& counts = state_.counts;
    if (cancel_took_effect_)
        return outcome::canceled;
    bool const bad = counts.failed + counts.canceled + counts.unknown > 0;
    return bad ? outcome::failed : outcome::succeeded;
}

bool machine::calls_the_roll() {
    if (roll_call_until_ && (*roll_call_until_ <= *now_ || state_.servers.heard_of_all()))
        roll_call_until_.reset();
    return roll_call_until_.has_value();
}

void machine::place(std::vector<run_decision>& out) {
    review_at_.reset();
    if (paused_ || calls_the_roll() || state_.ready().empty() || state_.servers.open().empty() ||
        !state_.has_room())
        return;
    if (std::exchange(ranks_are_old_, false))
        state_.rank(policy_->ranks(package_, durations_.estimates()));
    auto const placed_before = out.size();
    board choices(state_, durations_.estimates(), *now_, out);
    review_at_ = policy_->place(choices);
    for (auto at = placed_before; at < out.size(); ++at)
        watch_pace(std::get<decision::start>(out[at]).server);
    state_.limits.drop_claims();
    state_.drop_placed();
}

bool machine::is_stale(run_decision const& what) const noexcept {
    auto const attempt_in = [this](attempt_id id) -> attempt_record const* {
        task_record const& task = state_[id.task];
        return task.number == id.number && task.live ? &*task.live : nullptr;
    };
    if (auto const* stop = std::get_if<decision::stop>(&what))
        return attempt_in(stop->attempt) == nullptr;
    if (auto const* confirm = std::get_if<decision::confirm>(&what)) {
        auto const* attempt = attempt_in(confirm->attempt);
        return attempt == nullptr || attempt->phase != start_phase::in_doubt;
    }
    if (auto const* reattach = std::get_if<decision::reattach>(&what))
        return attempt_in(reattach->attempt) == nullptr;
    return false;
}

} // namespace ssislb::detail
