// A handler that waits for its operation, and keeps the executors concerned busy meanwhile.
#pragma once

#include <ssislb/base/error_code.hpp>
#include <ssislb/base/serial_executor.hpp>

#include <boost/asio/any_completion_executor.hpp>
#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/append.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>

#include <optional>
#include <utility>

namespace ssislb::tds::detail {

/// A handler runs on its associated executor, else on that of the connection. Where that is the
/// connection's own or its strand, who is on the strand may call the handler, and no other executor
/// has to be kept busy for it.
template <class... Results>
class pending_handler {
public:
    using handler_type = boost::asio::any_completion_handler<void(error_code, Results...)>;

    pending_handler(handler_type handler, boost::asio::any_completion_executor const& fallback,
                    serial_executor strand)
        : strand_(std::move(strand))
        , work_(strand_.get_inner_executor())
        , handler_(std::move(handler)) {
        auto const own = boost::asio::get_associated_executor(handler_, fallback);
        auto const* const own_strand = own.template target<serial_executor>();
        on_strand_ = own_strand != nullptr && *own_strand == strand_;
        if (!on_strand_ && own != fallback)
            own_work_.emplace(own);
    }

    [[nodiscard]] auto cancellation_slot() const noexcept {
        return boost::asio::get_associated_cancellation_slot(handler_);
    }

    /// Posts the handler. To be called once.
    void complete(error_code code, Results... results) && {
        // Not to its own executor: an any_completion_executor cannot be posted to.
        auto bound = boost::asio::append(std::move(handler_), code, std::move(results)...);
        if (on_strand_)
            boost::asio::post(strand_, std::move(bound));
        else
            boost::asio::post(work_.get_executor(), std::move(bound));
    }

    /// The same without a detour, on the strand and where no initiating function can be on the
    /// stack. The handler may have run when this returns.
    void complete_now(error_code code, Results... results) && {
        if (!own_work_)
            return std::move(handler_)(code, std::move(results)...);
        boost::asio::dispatch(work_.get_executor(), boost::asio::append(std::move(handler_), code,
                                                                        std::move(results)...));
    }

private:
    template <class Executor>
    using work = boost::asio::executor_work_guard<Executor>;

    serial_executor strand_;
    work<boost::asio::any_io_executor> work_;
    /// Of an executor that has nothing to do with the connection's.
    std::optional<work<boost::asio::any_completion_executor>> own_work_;
    bool on_strand_ = false;
    handler_type handler_;
};

} // namespace ssislb::tds::detail
