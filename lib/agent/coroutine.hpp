// Coroutines on a server's strand. They know its type, so that it is not boxed anew for each wait.
#pragma once

#include <ssislb/base/serial_executor.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace ssislb::detail {

template <class T>
using coroutine = boost::asio::awaitable<T, serial_executor>;

using serial_timer = boost::asio::steady_timer::rebind_executor<serial_executor>::other;

inline constexpr auto as_awaitable =
    boost::asio::as_tuple(boost::asio::use_awaitable_t<serial_executor>());

} // namespace ssislb::detail
