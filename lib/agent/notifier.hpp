// Wakes all coroutines that wait for something to change.
#pragma once

#include "agent/coroutine.hpp"

#include <chrono>

namespace ssislb::detail {

/// To be used from one strand. A waiter looks again at what it waits for when it has been woken.
class notifier {
public:
    explicit notifier(serial_executor const& strand)
        : timer_(strand, std::chrono::steady_clock::time_point::max()) {}

    /// Until notify_all, or until the coroutine is canceled.
    [[nodiscard]] coroutine<void> wait() { co_await timer_.async_wait(as_awaitable); }

    void notify_all() { timer_.cancel(); }

private:
    serial_timer timer_;
};

} // namespace ssislb::detail
