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
/// connection's strand, the strand alone has to be kept busy, and who is on it may call the
/// handler.
template <class... Results>
class pending_handler {
public:
    using handler_type = boost::asio::any_completion_handler<void(error_code, Results...)>;

    pending_handler(handler_type handler, boost::asio::any_io_executor const& executor,
                    serial_executor const& strand)
        : strand_(strand)
        , strand_work_(strand.get_inner_executor())
        , handler_(std::move(handler)) {
        auto const own = boost::asio::get_associated_executor(handler_, executor);
        if (!is(own, strand))
            elsewhere_.emplace(executor, own);
    }

    [[nodiscard]] auto cancellation_slot() const noexcept {
        return boost::asio::get_associated_cancellation_slot(handler_);
    }

    /// Posts the handler. To be called once.
    void complete(error_code code, Results... results) && {
        // An any_completion_executor cannot be posted to.
        auto bound = boost::asio::append(std::move(handler_), code, std::move(results)...);
        if (elsewhere_)
            boost::asio::post(elsewhere_->connection.get_executor(), std::move(bound));
        else
            boost::asio::post(strand_, std::move(bound));
    }

    /// The same without a detour, on the strand and where no initiating function can be on the
    /// stack. The handler may have run when this returns.
    void complete_now(error_code code, Results... results) && {
        if (!elsewhere_)
            return std::move(handler_)(code, std::move(results)...);
        boost::asio::dispatch(
            elsewhere_->connection.get_executor(),
            boost::asio::append(std::move(handler_), code, std::move(results)...));
    }

private:
    [[nodiscard]] static bool is(boost::asio::any_completion_executor const& one,
                                 serial_executor const& strand) noexcept {
        auto const* own = one.target<serial_executor>();
        if (auto const* boxed = one.target<boost::asio::any_io_executor>())
            own = boxed->target<serial_executor>();
        return own != nullptr && *own == strand;
    }

    template <class Executor>
    using work = boost::asio::executor_work_guard<Executor>;

    /// Where the handler runs if not on the strand.
    struct other_executors {
        work<boost::asio::any_io_executor> connection;
        work<boost::asio::any_completion_executor> handler;

        other_executors(boost::asio::any_io_executor const& connection_executor,
                        boost::asio::any_completion_executor const& own)
            : connection(connection_executor)
            , handler(own) {}
    };

    serial_executor strand_;
    work<boost::asio::any_io_executor> strand_work_;
    std::optional<other_executors> elsewhere_;
    handler_type handler_;
};

} // namespace ssislb::tds::detail
