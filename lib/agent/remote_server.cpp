#include "agent/remote_server_impl.hpp"

#include <ssislb/agent/remote_server.hpp>

#include <boost/asio/dispatch.hpp>

#include <utility>

namespace ssislb {
namespace {

void shut(std::shared_ptr<detail::remote_server_impl> impl) {
    if (!impl)
        return;
    auto const strand = impl->strand();
    boost::asio::dispatch(strand, [impl = std::move(impl)] { impl->close(); });
}

} // namespace

remote_server::remote_server(executor_type executor, std::shared_ptr<tds::runtime> runtime,
                             tds::options how, supervision_options options)
    : impl_(std::make_shared<impl>(std::move(executor), std::move(runtime), std::move(how),
                                   options)) {}

remote_server::~remote_server() {
    shut(std::move(impl_));
}

remote_server::remote_server(remote_server&&) noexcept = default;

remote_server& remote_server::operator=(remote_server&& other) noexcept {
    shut(std::exchange(impl_, std::move(other.impl_)));
    return *this;
}

void remote_server::on_state_change(state_function change) {
    boost::asio::dispatch(impl_->strand(), [impl = impl_, change = std::move(change)]() mutable {
        impl->on_state_change(std::move(change));
    });
}

session_facts remote_server::facts() const {
    return impl_->channel().facts();
}

supervision_statistics remote_server::statistics() const {
    return impl_->channel().statistics();
}

void remote_server::close() {
    shut(impl_);
}

remote_server::executor_type remote_server::get_executor() const noexcept {
    return impl_->outer();
}

} // namespace ssislb
