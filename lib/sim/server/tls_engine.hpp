// TLS between two buffers: no socket.
#pragma once

#include "sim/wire/bytes.hpp"

#include <openssl/ssl.h>

#include <memory>

namespace ssislb::sim::detail {

/// The server's end of one TLS connection.
class tls_engine {
public:
    explicit tls_engine(SSL_CTX* context);

    /// Takes what came from the client.
    void receive(wire::byte_view records);

    /// Goes on with the handshake. False: it has failed.
    [[nodiscard]] bool shake_hands();
    [[nodiscard]] bool established() const noexcept;

    /// Appends what can be decrypted. False: the client has ended TLS, or sent rubbish.
    [[nodiscard]] bool read(wire::bytes& plain);
    void write(wire::byte_view plain);

    /// Appends what has to go to the client.
    void take_records(wire::bytes& out);

private:
    struct free_ssl {
        void operator()(SSL* ssl) const noexcept { SSL_free(ssl); }
    };

    std::unique_ptr<SSL, free_ssl> ssl_;
    // Owned by ssl_.
    BIO* incoming_ = nullptr;
    BIO* outgoing_ = nullptr;
};

} // namespace ssislb::sim::detail
