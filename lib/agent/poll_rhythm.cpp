#include "agent/poll_rhythm.hpp"

#include <algorithm>
#include <cmath>

namespace ssislb::detail {
namespace {

poll_pace pace_of(supervision_options const& options) {
    if (options.poll_interval)
        return {*options.poll_interval, *options.poll_interval};
    return {options.poll_least, std::max(options.poll_least, options.poll_most)};
}

double polls_per_second(milliseconds interval) {
    return 1 / std::chrono::duration<double>(interval).count();
}

} // namespace

poll_rhythm::poll_rhythm(supervision_options const& options, std::uint32_t seed)
    : pace_(pace_of(options))
    , cost_(options.poll_cost)
    , longest_wait_(options.long_poll)
    , budget_(options.budget)
    , interval_(pace_.least())
    , chance_(seed) {}

poll_rhythm::~poll_rhythm() {
    rest();
}

poll_rhythm::clock::time_point poll_rhythm::due() const noexcept {
    clock::duration const step = std::max(clock::duration(interval_) / 64, clock::duration{1});
    auto const since_epoch = due_.time_since_epoch() + step - clock::duration{1};
    return clock::time_point(since_epoch / step * step);
}

void poll_rhythm::begin(clock::time_point now, running_job const& first) {
    auto const cost = poll_cost();
    hazard_ = 0;
    interval_ = interval_with(cost, first);
    auto const share = std::uniform_real_distribution<double>(0.0, 1.0)(chance_);
    due_ = now + std::chrono::duration_cast<clock::duration>(interval_ * share);
    tell_budget(cost);
}

void poll_rhythm::hurry(clock::time_point now, running_job const& added) {
    auto const cost = poll_cost();
    interval_ = std::min(interval_, interval_with(cost, added));
    due_ = std::min(due_, now + interval_);
    tell_budget(cost);
}

/// Of the others no more is asked than what they were when all were looked at.
milliseconds poll_rhythm::interval_with(double cost, running_job const& added) {
    double const others = hazard_;
    return pace_.interval(cost, pace_.least(), rounds(1), [&](milliseconds later) {
        auto then = added;
        then.age += later;
        return hazard_ = others + hazard(then);
    });
}

void poll_rhythm::go_on(clock::time_point now, milliseconds interval) {
    bool const on_time = due_ <= now && now < due_ + interval_;
    interval_ = interval;
    // The answer took its time, which the next poll does not wait for.
    due_ = (on_time ? due_ : now) + interval_;
}

int poll_rhythm::rounds(std::size_t runs) const noexcept {
    // Many runs together change slowly, so that the last interval is a good guess.
    constexpr std::size_t few = 16;
    if (pace_.is_fixed())
        return 0;
    return runs <= few ? 8 : 1;
}

double poll_rhythm::poll_cost() const {
    return budget_ ? std::max(cost_, budget_->cost()) : cost_;
}

void poll_rhythm::tell_budget(double cost) {
    if (pace_.is_at_most(cost, hazard_))
        change_share(0, polls_per_second(interval_));
    else
        change_share(std::sqrt(hazard_), 0);
}

void poll_rhythm::leave_to_server(clock::time_point now) {
    interval_ = pace_.least();
    due_ = now + interval_;
    change_share(0, polls_per_second(longest_wait_.value_or(interval_)));
}

bool poll_rhythm::is_slow_for(running_job const& job) const noexcept {
    return adapts() && !job.expected && pace_.is_at_most(cost_, hazard(job));
}

void poll_rhythm::rest() {
    change_share(0, 0);
}

void poll_rhythm::change_share(double demand, double fixed) {
    if (budget_)
        budget_->change_share(demand - demand_, fixed - fixed_);
    demand_ = demand;
    fixed_ = fixed;
}

} // namespace ssislb::detail
