#include "agent/poll_timing.hpp"

#include <algorithm>
#include <cmath>

namespace ssislb::detail {
namespace {

poll_pace pace_of(supervision_options const& options) {
    if (options.poll_interval)
        return {*options.poll_interval, *options.poll_interval};
    return {options.poll_least, std::max(options.poll_least, options.poll_most)};
}

} // namespace

poll_timing::poll_timing(supervision_options const& options)
    : pace_(pace_of(options))
    , cost_(options.poll_cost)
    , budget_(options.budget)
    , interval_(pace_.least())
    , chance_(std::random_device{}()) {}

poll_timing::~poll_timing() {
    rest();
}

void poll_timing::begin() {
    interval_ = pace_.least();
    auto const share = std::uniform_real_distribution<double>(0.0, 1.0)(chance_);
    due_ = clock::now() + std::chrono::duration_cast<clock::duration>(interval_ * share);
}

poll_timing::clock::time_point poll_timing::due() const noexcept {
    clock::duration const step = std::max(clock::duration(interval_) / 256, clock::duration{1});
    auto const since_epoch = due_.time_since_epoch() + step - clock::duration{1};
    return clock::time_point(since_epoch / step * step);
}

void poll_timing::hurry() {
    if (pace_.is_fixed())
        return;
    interval_ = pace_.least();
    due_ = std::min(due_, clock::now() + interval_);
}

void poll_timing::asked(wait_table const& waits) {
    auto const now = clock::now();
    bool const on_time = due_ <= now && now < due_ + interval_;
    interval_ = pace_.is_fixed() ? pace_.least() : next_interval(waits, now);
    // The answer took its time, which the next poll does not wait for.
    due_ = (on_time ? due_ : now) + interval_;
}

milliseconds poll_timing::next_interval(wait_table const& waits, clock::time_point now) {
    // Many runs together change slowly, so that the last interval is a good guess.
    constexpr std::size_t few = 16;
    int const rounds = waits.size() <= few ? 8 : 1;
    auto const hazard_after = [&](milliseconds later) {
        double sum = 0;
        for (auto const& each : waits.entries())
            sum += hazard(each.wait->progress(now + later));
        demand(std::sqrt(sum));
        return sum;
    };
    double const cost = budget_ ? std::max(cost_, budget_->cost()) : cost_;
    return pace_.interval(cost, interval_, rounds, hazard_after);
}

void poll_timing::rest() {
    demand(0);
}

void poll_timing::demand(double now) {
    if (budget_)
        budget_->change_demand(now - demand_);
    demand_ = now;
}

} // namespace ssislb::detail
