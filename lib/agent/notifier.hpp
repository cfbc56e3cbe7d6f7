// Wakes all coroutines that wait for something to change.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>

namespace ssislb::detail {

inline constexpr auto as_awaitable = boost::asio::as_tuple(boost::asio::use_awaitable);

/// To be used from one strand. A waiter looks again at what it waits for when it has been woken.
class notifier {
public:
    explicit notifier(boost::asio::any_io_executor const& strand)
        : timer_(strand, std::chrono::steady_clock::time_point::max()) {}

    /// Until notify_all, or until the coroutine is canceled.
    [[nodiscard]] boost::asio::awaitable<void> wait() { co_await timer_.async_wait(as_awaitable); }

    void notify_all() { timer_.cancel(); }

private:
    boost::asio::steady_timer timer_;
};

} // namespace ssislb::detail
