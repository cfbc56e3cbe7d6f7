// TLS between two buffers.
#include "sim/server/tls_engine.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>

#include <algorithm>
#include <array>
#include <new>

namespace ssislb::sim::detail {

tls_engine::tls_engine(SSL_CTX* context)
    : ssl_(SSL_new(context))
    , incoming_(BIO_new(BIO_s_mem()))
    , outgoing_(BIO_new(BIO_s_mem())) {
    if (ssl_ == nullptr || incoming_ == nullptr || outgoing_ == nullptr) {
        BIO_free(incoming_);
        BIO_free(outgoing_);
        throw std::bad_alloc();
    }
    SSL_set_bio(ssl_.get(), incoming_, outgoing_);
    SSL_set_accept_state(ssl_.get());
}

void tls_engine::receive(wire::byte_view records) {
    while (!records.empty()) {
        auto const part = std::min<std::size_t>(records.size(), 1U << 20U);
        BIO_write(incoming_, records.data(), static_cast<int>(part));
        records = records.subspan(part);
    }
}

bool tls_engine::shake_hands() {
    ERR_clear_error();
    int const result = SSL_do_handshake(ssl_.get());
    return result == 1 || SSL_get_error(ssl_.get(), result) == SSL_ERROR_WANT_READ;
}

bool tls_engine::established() const noexcept {
    return SSL_is_init_finished(ssl_.get()) == 1;
}

bool tls_engine::read(wire::bytes& plain) {
    std::array<std::uint8_t, 4096> part;
    while (true) {
        ERR_clear_error();
        int const size = SSL_read(ssl_.get(), part.data(), static_cast<int>(part.size()));
        if (size <= 0)
            return SSL_get_error(ssl_.get(), size) == SSL_ERROR_WANT_READ;
        wire::append(plain, wire::byte_view(part).first(static_cast<std::size_t>(size)));
    }
}

void tls_engine::write(wire::byte_view plain) {
    ERR_clear_error();
    while (!plain.empty()) {
        auto const part = std::min<std::size_t>(plain.size(), 1U << 20U);
        // Memory takes all that is written.
        if (SSL_write(ssl_.get(), plain.data(), static_cast<int>(part)) <= 0)
            return;
        plain = plain.subspan(part);
    }
}

void tls_engine::take_records(wire::bytes& out) {
    auto const size = static_cast<std::size_t>(BIO_ctrl_pending(outgoing_));
    if (size == 0)
        return;
    auto const before = out.size();
    out.resize(before + size);
    BIO_read(outgoing_, out.data() + before, static_cast<int>(size));
}

} // namespace ssislb::sim::detail
