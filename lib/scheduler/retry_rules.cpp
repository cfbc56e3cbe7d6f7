#include "scheduler/retry_rules.hpp"

#include <algorithm>

namespace ssislb::detail {

retry_rules::retry_rules(task const& of)
    : most_(of.retries)
    , delay_(of.retry_delay)
    , backoff_(of.retry_backoff)
    , longest_(std::max(of.retry_delay, of.retry_delay_max)) {
    for (failure_class const one : of.retry_on)
        covered_ |= bit(one);
    if (of.retry_on.empty())
        for (failure_class const one : retried_by_default)
            covered_ |= bit(one);
    for (failure_class const one : of.no_retry_on)
        covered_ &= ~bit(one);
}

/// By products, not by std::pow, whose last digit differs between libraries.
milliseconds retry_rules::delay_before(std::uint32_t retry) const noexcept {
    auto const longest = static_cast<double>(longest_.count());
    auto delay = static_cast<double>(delay_.count());
    for (std::uint32_t i = 1; i < retry && backoff_ > 1 && delay < longest; ++i)
        delay *= backoff_;
    return delay < longest ? milliseconds(static_cast<milliseconds::rep>(delay)) : longest_;
}

} // namespace ssislb::detail
