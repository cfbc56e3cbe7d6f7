#include "agent/backoff.hpp"

#include <algorithm>

namespace ssislb::detail {

backoff::backoff(supervision_options const& options) noexcept
    : pause_(options.reconnect_first)
    , most_(options.reconnect_most)
    , patience_(options.reconnect_for) {}

std::optional<milliseconds> backoff::next(milliseconds since_loss, double chance) noexcept {
    if (since_loss >= patience_)
        return std::nullopt;
    auto const full = std::min(pause_, most_);
    pause_ = std::min(full * 2, most_);
    auto const cut = static_cast<double>(full.count()) / 2 * chance;
    auto const pause = full - milliseconds{static_cast<milliseconds::rep>(cut)};
    // The last try is not slept past: it comes when patience ends.
    return std::min(pause, patience_ - since_loss);
}

} // namespace ssislb::detail
