// A connection's bytes on their way through TLS to the session and back; no socket.
#pragma once

#include "sim/server/tls_engine.hpp"
#include "sim/wire/session.hpp"

#include <cstddef>
#include <optional>

namespace ssislb::sim::detail {

class channel {
public:
    /// The context is that of the certificate; it may be null when nothing is encrypted.
    channel(sql::service& service, wire::session_options options, SSL_CTX* context);

    /// Takes what came off the line, in pieces of any size.
    void receive(wire::byte_view raw);

    /// See session::release.
    void release(std::size_t bytes_to_send);

    /// See session::go_on.
    void go_on();

    /// What is to be sent; the owner takes it out.
    [[nodiscard]] wire::bytes& output() noexcept { return output_; }
    /// The connection ends once the output has been sent.
    [[nodiscard]] bool closed() const noexcept { return broken_ || session_.closed(); }

    [[nodiscard]] wire::session const& session() const noexcept { return session_; }

private:
    enum class mode { plain, handshake, encrypted_login, encrypted };

    void receive_plain(wire::byte_view data);
    void receive_encrypted(wire::byte_view records);
    void continue_handshake();
    void continue_login();
    bool decrypt(wire::byte_view records);
    void flush();

    mode mode_ = mode::plain;
    bool broken_ = false;
    /// Something of the login has come through TLS.
    bool login_begun_ = false;
    SSL_CTX* context_;
    wire::session session_;
    std::optional<tls_engine> tls_;
    /// What the handshake and an encrypted login have not used yet.
    wire::bytes input_;
    wire::bytes clear_;
    wire::bytes output_;
};

} // namespace ssislb::sim::detail
