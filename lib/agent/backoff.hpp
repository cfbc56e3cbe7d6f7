// The pauses between tries to connect again.
#pragma once

#include <ssislb/agent/supervision.hpp>
#include <ssislb/base/time.hpp>

#include <optional>

namespace ssislb::detail {

/// Pure: time and chance are arguments.
class backoff {
public:
    explicit backoff(supervision_options const&) noexcept;

    /// The next pause, or none when so much time has passed since the loss that no further try
    /// is made. `chance` in [0, 1) spreads the tries of many servers that were lost together.
    [[nodiscard]] std::optional<milliseconds> next(milliseconds since_loss, double chance) noexcept;

private:
    milliseconds pause_;
    milliseconds most_;
    milliseconds patience_;
};

} // namespace ssislb::detail
