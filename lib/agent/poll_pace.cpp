#include "agent/poll_pace.hpp"

#include <numbers>

namespace ssislb::detail {
namespace {

double seconds(milliseconds length) noexcept {
    return std::chrono::duration<double>(length).count();
}

/// Of the standard normal distribution: density over what is left of it beyond z.
double normal_hazard(double z) noexcept {
    constexpr double nothing_left = 1e-9;
    double const left = std::erfc(z / std::numbers::sqrt2) / 2;
    if (left < nothing_left)
        return z;
    double const density = std::exp(-z * z / 2) * std::numbers::inv_sqrtpi / std::numbers::sqrt2;
    return density / left;
}

} // namespace

double hazard(running_job const& job) noexcept {
    // A run that has only just begun.
    constexpr milliseconds youngest{50};
    // A run that fails in its first step ends long before its time: one in 500 for each doubling of
    // its age.
    constexpr double surprise = 0.003;
    double const age = seconds(std::max(job.age, youngest));
    if (!job.expected || *job.expected <= milliseconds{0})
        return 1 / age;
    double const z = std::log(age / seconds(*job.expected)) / job.spread;
    return (normal_hazard(z) / job.spread + surprise) / age;
}

bool poll_pace::is_at_most(double cost, double hazard) const noexcept {
    double const most = seconds(most_);
    // Written so that a cost without end is beyond it too.
    return is_fixed() || !(2 * cost < most * most * hazard);
}

milliseconds poll_pace::best(double cost, double hazard) const noexcept {
    if (is_at_most(cost, hazard))
        return most_;
    double const length = std::sqrt(2 * cost / hazard) * 1000;
    return std::clamp(milliseconds{std::llround(length)}, least_, most_);
}

} // namespace ssislb::detail
