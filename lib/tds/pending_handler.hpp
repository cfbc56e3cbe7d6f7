// A handler that waits for its operation, and keeps the executors concerned busy meanwhile.
#pragma once

#include <ssislb/base/error_code.hpp>

#include <boost/asio/any_completion_executor.hpp>
#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/append.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>

#include <utility>

namespace ssislb::tds::detail {

template <class... Results>
class pending_handler {
public:
    using handler_type = boost::asio::any_completion_handler<void(error_code, Results...)>;

    pending_handler(handler_type handler, boost::asio::any_io_executor const& executor)
        : io_work_(executor)
        , handler_work_(boost::asio::get_associated_executor(handler, executor))
        , handler_(std::move(handler)) {}

    [[nodiscard]] auto cancellation_slot() const noexcept {
        return boost::asio::get_associated_cancellation_slot(handler_);
    }

    /// Posts the handler; it runs on its associated executor. To be called once.
    void complete(error_code code, Results... results) && {
        // Posted to our own executor: an any_completion_executor cannot be posted to.
        boost::asio::post(io_work_.get_executor(),
                          boost::asio::append(std::move(handler_), code, std::move(results)...));
    }

    /// The same without a detour, where no initiating function can be on the stack. The handler may
    /// have run when this returns.
    void complete_now(error_code code, Results... results) && {
        boost::asio::dispatch(
            io_work_.get_executor(),
            boost::asio::append(std::move(handler_), code, std::move(results)...));
    }

private:
    boost::asio::executor_work_guard<boost::asio::any_io_executor> io_work_;
    boost::asio::executor_work_guard<boost::asio::any_completion_executor> handler_work_;
    handler_type handler_;
};

} // namespace ssislb::tds::detail
