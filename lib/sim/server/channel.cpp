// A connection's bytes on their way through TLS to the session and back.
#include "sim/server/channel.hpp"

#include <optional>
#include <utility>

namespace ssislb::sim::detail {

namespace {

constexpr std::size_t record_header_size = 5;
// A record of TLS 1.2 holds 2^14 bytes, and what protects them.
constexpr std::size_t largest_record = 16'384 + 2048;

bool begins_tls_record(wire::byte_view data) noexcept {
    return data[0] >= 0x14 && data[0] <= 0x17 && data[1] == 0x03;
}

/// The size of the record or packet that the eight bytes at the front begin; none: no such thing
/// can be.
std::optional<std::size_t> unit_size(wire::byte_view data) noexcept {
    if (begins_tls_record(data)) {
        auto const content = (std::size_t{data[3]} << 8U) | data[4];
        return content <= largest_record ? std::optional{record_header_size + content}
                                         : std::nullopt;
    }
    auto const header = wire::read_packet_header(data);
    return wire::is_plausible(header) ? std::optional{header.length} : std::nullopt;
}

void drop_front(wire::bytes& data, std::size_t size) {
    data.erase(data.begin(), data.begin() + static_cast<std::ptrdiff_t>(size));
}

} // namespace

channel::channel(sql::service& service, wire::session_options options, SSL_CTX* context)
    : context_(context)
    , session_(service, options) {}

void channel::receive(wire::byte_view raw) {
    if (closed())
        return;
    switch (mode_) {
    case mode::plain:
        return receive_plain(raw);
    case mode::encrypted:
        return receive_encrypted(raw);
    case mode::handshake:
        wire::append(input_, raw);
        return continue_handshake();
    case mode::encrypted_login:
        wire::append(input_, raw);
        return continue_login();
    }
}

void channel::release(std::size_t bytes_to_send) {
    session_.release(bytes_to_send);
    flush();
}

void channel::go_on() {
    session_.go_on();
    flush();
}

void channel::receive_plain(wire::byte_view data) {
    session_.receive(data);
    flush();
    // Agreed on just now, or at the login which TLS has protected already.
    if (session_.agreed_scope() == wire::tls_scope::none || tls_ || closed())
        return;
    tls_.emplace(context_);
    mode_ = mode::handshake;
}

void channel::receive_encrypted(wire::byte_view records) {
    if (!decrypt(records))
        broken_ = true;
    flush();
}

bool channel::decrypt(wire::byte_view records) {
    clear_.clear();
    tls_->receive(records);
    bool const good = tls_->read(clear_);
    session_.receive(clear_);
    return good;
}

void channel::continue_handshake() {
    while (mode_ == mode::handshake && input_.size() >= wire::packet_header_size) {
        auto const header = wire::read_packet_header(input_);
        if (header.type != wire::packet_type::prelogin ||
            header.length < wire::packet_header_size) {
            broken_ = true;
            return;
        }
        if (input_.size() < header.length)
            return;
        tls_->receive(wire::byte_view(input_).subspan(wire::packet_header_size,
                                                      header.length - wire::packet_header_size));
        drop_front(input_, header.length);
        broken_ = !tls_->shake_hands();
        clear_.clear();
        tls_->take_records(clear_);
        if (!clear_.empty())
            wire::append_message(output_, wire::packet_type::prelogin, clear_,
                                 wire::default_packet_size, 0);
        if (broken_)
            return;
        if (tls_->established())
            mode_ = session_.agreed_scope() == wire::tls_scope::all ? mode::encrypted
                                                                    : mode::encrypted_login;
    }
    if (mode_ != mode::handshake && !input_.empty())
        receive(std::exchange(input_, {}));
}

void channel::continue_login() {
    // Only the first packet of the login must be encrypted, the others may be.
    while (mode_ == mode::encrypted_login && !closed() &&
           input_.size() >= wire::packet_header_size) {
        auto const size = unit_size(input_);
        broken_ = !size;
        if (broken_ || *size > input_.size())
            break;
        auto const unit = wire::byte_view(input_).first(*size);
        if (begins_tls_record(unit)) {
            broken_ = !decrypt(unit);
            login_begun_ = login_begun_ || !clear_.empty();
        } else if (login_begun_) {
            session_.receive(unit);
        } else {
            broken_ = true;
        }
        drop_front(input_, *size);
        if (session_.logged_in() || session_.closed())
            mode_ = mode::plain;
    }
    flush();
    if (mode_ == mode::plain && !input_.empty())
        receive(std::exchange(input_, {}));
}

void channel::flush() {
    auto& clear = session_.output();
    if (clear.empty())
        return;
    if (mode_ == mode::encrypted) {
        tls_->write(clear);
        tls_->take_records(output_);
        clear.clear();
    } else if (output_.empty()) {
        std::swap(output_, clear);
    } else {
        wire::append(output_, clear);
        clear.clear();
    }
}

} // namespace ssislb::sim::detail
