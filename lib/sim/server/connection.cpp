// One accepted connection.
#include "sim/server/connection.hpp"

#include "sim/server/certificate_keys.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>

#include <limits>
#include <utility>

namespace ssislb::sim::detail {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

// A client that sends and never reads is not read from until it does.
constexpr std::size_t most_unsent = std::size_t{4} * 1024 * 1024;
constexpr auto everything = std::numeric_limits<std::size_t>::max();

wire::session_options numbered(wire::session_options options, std::uint16_t spid) {
    options.spid = spid;
    return options;
}

SSL_CTX* tls_context(connection_context const& context) noexcept {
    return context.certificate ? context.certificate->keys().context() : nullptr;
}

} // namespace

connection::connection(strand_socket socket, std::shared_ptr<connection_context> context,
                       std::uint16_t spid)
    : socket_(std::move(socket))
    , timer_(socket_.get_executor())
    , context_(std::move(context))
    , channel_(*context_->service, numbered(context_->session, spid), tls_context(*context_)) {}

void connection::start() {
    asio::post(socket_.get_executor(), [self = shared_from_this()] {
        error_code ignored;
        self->socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
        self->socket_.non_blocking(true, ignored);
        self->read();
    });
}

void connection::cut() {
    asio::post(socket_.get_executor(), [self = shared_from_this()] { self->close(); });
}

void connection::read() {
    if (reading_ || !socket_.is_open())
        return;
    reading_ = true;
    socket_.async_read_some(asio::buffer(incoming_),
                            [self = shared_from_this()](error_code failed, std::size_t size) {
                                self->reading_ = false;
                                if (failed)
                                    return self->close();
                                self->received(size);
                            });
}

void connection::received(std::size_t size) {
    // Cut after these bytes were read: an answer held for nobody would keep the server busy.
    if (!socket_.is_open())
        return;
    if (!context_->service->alive())
        return close();
    channel_.receive(wire::byte_view(incoming_).first(size));
    after_output();
    if (channel_.output().size() < most_unsent)
        read();
}

/// The channel may have something to send, to hold or to end.
void connection::after_output() {
    count();
    watch_held();
    write();
}

void connection::count() {
    auto const requests = channel_.session().requests();
    if (requests != counted_requests_)
        context_->counters.requests += requests - std::exchange(counted_requests_, requests);
    if (!counted_login_ && channel_.session().logged_in()) {
        counted_login_ = true;
        ++context_->counters.logins;
    }
}

/// Most answers fit into the socket's buffer: they go out without a turn through the reactor.
void connection::write() {
    if (writing_ || !socket_.is_open())
        return;
    if (written_ == outgoing_.size()) {
        outgoing_.clear();
        written_ = 0;
        std::swap(outgoing_, channel_.output());
    }
    error_code failed;
    while (written_ < outgoing_.size() && !failed)
        written_ += socket_.write_some(asio::buffer(outgoing_) + written_, failed);
    if (failed == asio::error::would_block)
        return write_later();
    if (failed || ((channel_.closed() || cut_after_output_) && channel_.output().empty()))
        close();
}

void connection::write_later() {
    writing_ = true;
    asio::async_write(socket_, asio::buffer(outgoing_) + written_,
                      [self = shared_from_this()](error_code failed, std::size_t size) {
                          self->writing_ = false;
                          self->written_ += size;
                          if (failed)
                              return self->close();
                          self->write();
                          if (self->channel_.output().size() < most_unsent)
                              self->read();
                      });
}

void connection::watch_held() {
    auto const* delivery = channel_.session().held();
    auto const serial = channel_.session().held_serial();
    if (delivery == nullptr || serial == held_serial_)
        return;
    held_serial_ = serial;
    wait(delivery->delay, serial, &connection::deliver_now);
}

void connection::wait(std::chrono::milliseconds delay, std::uint64_t serial,
                      void (connection::*then)()) {
    timer_.expires_after(delay);
    timer_.async_wait([self = shared_from_this(), serial, then](error_code failed) {
        // An attention may have dropped the answer meanwhile.
        bool const still_held = self->channel_.session().held() != nullptr &&
                                self->channel_.session().held_serial() == serial;
        if (!failed && still_held && self->socket_.is_open())
            ((*self).*then)();
    });
}

void connection::deliver_now() {
    auto const delivery = *channel_.session().held();
    if (delivery.drop_after) {
        cut_after_output_ = true;
        channel_.release(*delivery.drop_after);
    } else {
        channel_.release(delivery.stall_after.value_or(everything));
        if (delivery.stall_after && channel_.session().held_serial() == held_serial_ &&
            channel_.session().held() != nullptr)
            wait(delivery.stall, held_serial_, &connection::deliver_rest);
    }
    after_output();
}

void connection::deliver_rest() {
    channel_.release(everything);
    after_output();
}

void connection::close() {
    error_code ignored;
    timer_.cancel();
    // What has been written still arrives.
    socket_.shutdown(asio::ip::tcp::socket::shutdown_both, ignored);
    socket_.close(ignored);
}

} // namespace ssislb::sim::detail
