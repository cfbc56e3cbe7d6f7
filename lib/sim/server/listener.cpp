// Accepts connections on a loopback port and keeps track of them.
#include "sim/server/listener.hpp"

#include <boost/asio/ip/address_v4.hpp>

#include <chrono>
#include <utility>

namespace ssislb::sim::detail {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

// How late the death of an instance shows on a line that is idle.
constexpr std::chrono::milliseconds watch_interval{100};

wire::server_encryption to_wire(encryption_mode mode) noexcept {
    switch (mode) {
    case encryption_mode::login_only:
        return wire::server_encryption::login_only;
    case encryption_mode::full:
        return wire::server_encryption::full;
    case encryption_mode::off:
        break;
    }
    return wire::server_encryption::off;
}

} // namespace

listener::listener(asio::any_io_executor executor, std::shared_ptr<sql::service> service,
                   listen_options options)
    : executor_(std::move(executor))
    , context_(std::make_shared<connection_context>())
    , port_(options.port)
    , watch_timer_(executor_) {
    context_->service = std::move(service);
    context_->session.encryption = to_wire(options.encryption);
    context_->session.encryption_required = options.encryption_required;
    if (options.encryption == encryption_mode::off)
        return;
    context_->certificate =
        options.certificate ? std::move(options.certificate) : certificate::for_localhost();
}

void listener::start() {
    std::lock_guard const hold(lock_);
    if (acceptor_)
        return;
    tcp::endpoint const endpoint(asio::ip::address_v4::loopback(), port_);
    auto opened = std::make_shared<acceptor>(executor_, endpoint);
    port_ = opened->local_endpoint().port();
    acceptor_ = std::move(opened);
    accepting_ = false;
    accept();
    watch();
}

void listener::stop() {
    std::lock_guard const hold(lock_);
    if (!acceptor_)
        return;
    error_code ignored;
    acceptor_->close(ignored);
    acceptor_.reset();
    watch_timer_.cancel();
    cut_all();
}

std::uint16_t listener::port() const {
    std::lock_guard const hold(lock_);
    return port_;
}

server_counters listener::counters() const noexcept {
    auto const& counted = context_->counters;
    return {counted.connections.load(), counted.logins.load(), counted.requests.load()};
}

void listener::accept() {
    accepting_ = true;
    acceptor_->async_accept(strand(executor_), [self = shared_from_this(), from = acceptor_](
                                                   error_code failed, strand_socket socket) {
        self->accepted(from, failed, std::move(socket));
    });
}

void listener::accepted(std::shared_ptr<acceptor> const& from, error_code failed,
                        strand_socket socket) {
    // Asked outside the lock: the instance has locks of its own.
    bool const alive = context_->service->alive();
    std::lock_guard const hold(lock_);
    if (from != acceptor_)
        return;
    if (failed) {
        // No descriptors left, as a rule: the watch tries again.
        accepting_ = false;
        return;
    }
    ++context_->counters.connections;
    if (alive) {
        auto const made = std::make_shared<connection>(std::move(socket), context_, next_spid_);
        next_spid_ =
            next_spid_ == 32767 ? std::uint16_t{51} : static_cast<std::uint16_t>(next_spid_ + 1);
        // Tidied only when it would have to grow.
        if (connections_.size() == connections_.capacity())
            std::erase_if(connections_, [](auto const& each) { return each.expired(); });
        connections_.push_back(made);
        made->start();
    }
    accept();
}

void listener::watch() {
    watch_timer_.expires_after(watch_interval);
    watch_timer_.async_wait([self = shared_from_this(), from = acceptor_](error_code failed) {
        if (!failed)
            self->look_after(from);
    });
}

void listener::look_after(std::shared_ptr<acceptor> const& from) {
    bool const alive = context_->service->alive();
    std::lock_guard const hold(lock_);
    if (from != acceptor_)
        return;
    if (!alive)
        cut_all();
    if (!accepting_)
        accept();
    watch();
}

void listener::cut_all() {
    for (auto const& each : connections_)
        if (auto const open = each.lock())
            open->cut();
    connections_.clear();
}

} // namespace ssislb::sim::detail
