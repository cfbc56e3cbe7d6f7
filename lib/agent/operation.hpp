// The one bridge from a coroutine on the strand to a handler of the user.
#pragma once

#include "agent/coroutine.hpp"

#include <ssislb/base/error_code.hpp>

#include <boost/asio/any_completion_executor.hpp>
#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/append.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>

#include <exception>
#include <memory>
#include <tuple>
#include <utility>

namespace ssislb::detail {

template <class... Results>
using operation = coroutine<std::tuple<error_code, Results...>>;

/// `co_await cancellation`, then `is_canceled`. Only in a statement of its own: g++ 12 destroys
/// what an operand awaits although && or || never came to it.
inline constexpr auto cancellation = boost::asio::this_coro::cancellation_state;

[[nodiscard]] inline bool is_canceled(boost::asio::cancellation_state const& state) noexcept {
    return state.cancelled() != boost::asio::cancellation_type::none;
}

/// Lets every type of cancellation through; it is asked for, and never thrown.
template <class... Results>
operation<Results...> cancelable(operation<Results...> body) {
    namespace asio = boost::asio;
    co_await asio::this_coro::reset_cancellation_state(asio::enable_total_cancellation());
    co_await asio::this_coro::throw_if_cancelled(false);
    co_return co_await std::move(body);
}

/// Runs the body on the strand, then posts the handler, which runs on its associated executor,
/// else on `outer`. Both executors have work until then, and `owner` lives.
template <class... Results>
void start_operation(serial_executor const& strand, boost::asio::any_io_executor const& outer,
                     boost::asio::any_completion_handler<void(error_code, Results...)> handler,
                     operation<Results...> body, std::shared_ptr<void const> owner) {
    namespace asio = boost::asio;
    auto const slot = asio::get_associated_cancellation_slot(handler);
    auto handler_work = asio::make_work_guard(asio::get_associated_executor(handler, outer));
    auto finish = [handler = std::move(handler), outer_work = asio::make_work_guard(outer),
                   handler_work = std::move(handler_work),
                   owner = std::move(owner)](std::exception_ptr thrown,
                                             std::tuple<error_code, Results...> results) mutable {
        if (thrown)
            std::rethrow_exception(thrown);
        // Posted to our own executor: an any_completion_executor cannot be posted to.
        std::apply(
            [&](error_code error, auto&&... values) {
                asio::post(outer_work.get_executor(),
                           asio::append(std::move(handler), error, std::move(values)...));
            },
            std::move(results));
    };
    asio::co_spawn(strand, cancelable(std::move(body)),
                   asio::bind_cancellation_slot(slot, std::move(finish)));
}

} // namespace ssislb::detail
