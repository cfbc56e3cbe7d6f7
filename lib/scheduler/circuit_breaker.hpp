// Keeps starts away from a server on which they fail.
#pragma once

#include <ssislb/base/time.hpp>
#include <ssislb/scheduler/status.hpp>

#include <cstdint>
#include <optional>

namespace ssislb::detail {

/// Opens after so many troubles in a row, or at once where one is clear enough. After a delay it is
/// half-open: one start at a time may find out how things are. Each further opening doubles the
/// delay, until a success closes it.
class circuit_breaker {
public:
    struct limits {
        /// At least 1 is taken.
        std::uint32_t threshold = 1;
        milliseconds first_delay{0};
        milliseconds longest_delay{0};
    };

    explicit circuit_breaker(limits const& of)
        : limits_(of) {}

    [[nodiscard]] breaker_state state() const noexcept { return state_; }
    /// While it is open.
    [[nodiscard]] std::optional<timestamp> open_until() const noexcept { return open_until_; }

    /// While it is open neither changes anything: what fails was started before.
    void trouble(timestamp now);
    void trip(timestamp now);

    /// The time has come that open_until tells.
    void half_open() noexcept;
    void success() noexcept;

private:
    [[nodiscard]] milliseconds next_delay() const noexcept;

    limits limits_;
    breaker_state state_ = breaker_state::closed;
    std::optional<timestamp> open_until_;
    std::uint32_t in_a_row_ = 0;
    milliseconds last_delay_{0};
};

} // namespace ssislb::detail
