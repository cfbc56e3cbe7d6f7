#include "run/live_surroundings.hpp"
#include "run/run_loop.hpp"

#include <ssislb/base/serial_executor.hpp>
#include <ssislb/run/package_run.hpp>

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/cancellation_type.hpp>

namespace ssislb {
namespace {

void cancel_as(detail::run_loop& loop, boost::asio::cancellation_type type) {
    using boost::asio::cancellation_type;
    if ((type & cancellation_type::terminal) != cancellation_type::none)
        loop.abandon();
    else
        loop.cancel((type & cancellation_type::total) != cancellation_type::none);
}

} // namespace

package_run::package_run(executor_type executor, std::shared_ptr<tds::runtime> runtime,
                         parent_package package, run_options options) {
    boost::asio::any_io_executor const strand = serial(executor);
    auto around = std::make_shared<detail::live_surroundings>(strand, std::move(runtime), options);
    loop_ = std::make_shared<detail::run_loop>(std::move(executor), strand, std::move(around),
                                               std::move(package), std::move(options));
}

package_run::~package_run() {
    if (loop_)
        loop_->abandon();
}

package_run::package_run(package_run&&) noexcept = default;

package_run& package_run::operator=(package_run&& other) noexcept {
    std::swap(loop_, other.loop_);
    return *this;
}

void package_run::add_observer(std::shared_ptr<run_observer> observer) {
    loop_->add_observer(std::move(observer));
}

void package_run::use_journal(std::shared_ptr<journal> journal) {
    loop_->use_journal(std::move(journal));
}

void package_run::go_on_from(std::vector<timed_event> past) {
    loop_->go_on_from(std::move(past));
}

void package_run::start(std::shared_ptr<detail::run_loop> loop, handler_type handler) {
    auto slot = boost::asio::get_associated_cancellation_slot(handler);
    if (slot.is_connected()) {
        slot.assign([weak = std::weak_ptr(loop)](boost::asio::cancellation_type type) {
            if (auto const living = weak.lock())
                cancel_as(*living, type);
        });
    }
    loop->start(std::move(handler));
}

void package_run::control(std::shared_ptr<detail::run_loop> loop, run_control what,
                          control_handler_type handler) {
    loop->control(what, std::move(handler));
}

void package_run::cancel(bool stop_jobs) {
    loop_->cancel(stop_jobs);
}

void package_run::abandon() {
    loop_->abandon();
}

package_run::executor_type package_run::get_executor() const noexcept {
    return loop_->outer_executor();
}

} // namespace ssislb
