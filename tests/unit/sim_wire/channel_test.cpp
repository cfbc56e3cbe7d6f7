// TLS: a client made of OpenSSL and two buffers.
#include "sim/server/certificate_keys.hpp"
#include "sim/server/channel.hpp"
#include "support/catch.hpp"
#include "unit/sim_wire/session_driver.hpp"

#include <ssislb/sim/certificate.hpp>

#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <memory>

using namespace ssislb::test;
using ssislb::sim::certificate;
using ssislb::sim::detail::channel;
using ssislb::sim::wire::server_encryption;

namespace {

class tls_client {
public:
    tls_client(certificate const& trusted, char const* host)
        : context_(SSL_CTX_new(TLS_client_method()), SSL_CTX_free)
        , ssl_(nullptr, SSL_free) {
        auto const& pem = trusted.authority_pem();
        std::unique_ptr<BIO, decltype(&BIO_free_all)> text(
            BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free_all);
        std::unique_ptr<X509, decltype(&X509_free)> authority(
            PEM_read_bio_X509(text.get(), nullptr, nullptr, nullptr), X509_free);
        REQUIRE(authority);
        X509_STORE_add_cert(SSL_CTX_get_cert_store(context_.get()), authority.get());
        SSL_CTX_set_verify(context_.get(), SSL_VERIFY_PEER, nullptr);
        ssl_.reset(SSL_new(context_.get()));
        SSL_set1_host(ssl_.get(), host);
        incoming_ = BIO_new(BIO_s_mem());
        outgoing_ = BIO_new(BIO_s_mem());
        SSL_set_bio(ssl_.get(), incoming_, outgoing_);
        SSL_set_connect_state(ssl_.get());
    }

    /// One step of the handshake. True: it is over.
    bool shake_hands() { return SSL_do_handshake(ssl_.get()) == 1; }
    bool verified() const { return SSL_get_verify_result(ssl_.get()) == X509_V_OK; }

    void receive(octets records) {
        if (!records.empty())
            BIO_write(incoming_, records.data(), static_cast<int>(records.size()));
    }
    byte_string take_records() {
        byte_string out(static_cast<std::size_t>(BIO_ctrl_pending(outgoing_)));
        if (!out.empty())
            BIO_read(outgoing_, out.data(), static_cast<int>(out.size()));
        return out;
    }
    byte_string encrypt(byte_string const& plain) {
        SSL_write(ssl_.get(), plain.data(), static_cast<int>(plain.size()));
        return take_records();
    }
    byte_string decrypt(octets records) {
        receive(records);
        byte_string out(65536);
        int const size = SSL_read(ssl_.get(), out.data(), static_cast<int>(out.size()));
        out.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
        return out;
    }

private:
    std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_;
    std::unique_ptr<SSL, decltype(&SSL_free)> ssl_;
    BIO* incoming_ = nullptr;
    BIO* outgoing_ = nullptr;
};

/// A client and a server that have exchanged PRELOGIN.
struct encrypted_line {
    explicit encrypted_line(server_encryption offered, std::uint8_t wish,
                            char const* host = "localhost")
        : line(service, {offered, true, 51}, certificate::for_localhost().keys().context())
        , client(certificate::for_localhost(), host) {
        line.receive(prelogin(wish));
        line.output().clear();
    }

    /// Sends in pieces of so many bytes.
    void send(octets data, std::size_t piece) {
        for (; !data.empty(); data = data.subspan(std::min(piece, data.size())))
            line.receive(data.first(std::min(piece, data.size())));
    }

    void send_flight(std::size_t piece) {
        auto const flight = client.take_records();
        if (!flight.empty())
            send(packets(0x12, flight, 1000), piece);
    }

    void shake_hands(std::size_t piece = 100'000) {
        while (!client.shake_hands() && !line.closed()) {
            send_flight(piece);
            for (auto const& message : read_messages(line.output())) {
                CHECK(message.type == 0x12);
                client.receive(message.payload);
            }
            line.output().clear();
        }
        send_flight(piece);
    }

    byte_string take_output() { return std::exchange(line.output(), {}); }

    fake_service service;
    channel line;
    tls_client client;
};

} // namespace

TEST_CASE("the whole conversation is encrypted for a client that asks for it", "[sim][wire][tls]") {
    for (std::size_t const piece : {100'000U, 1U, 7U}) {
        encrypted_line encrypted(server_encryption::login_only, 1);
        encrypted.shake_hands(piece);
        CHECK(encrypted.client.verified());
        encrypted.send(encrypted.client.encrypt(login7()), piece);
        auto const login = encrypted.client.decrypt(encrypted.take_output());
        CHECK(read_answer(login).size() == 8);
        encrypted.send(encrypted.client.encrypt(batch(u"select 1")), piece);
        auto const answered = encrypted.client.decrypt(encrypted.take_output());
        CHECK(read_answer(answered).size() == 1);
        CHECK(encrypted.service.batches == std::vector<std::string>{"select 1"});
    }
}

TEST_CASE("only the login is encrypted for a client that can and does not want to",
          "[sim][wire][tls]") {
    for (std::size_t const piece : {100'000U, 1U, 7U}) {
        encrypted_line encrypted(server_encryption::login_only, 0);
        encrypted.shake_hands(piece);
        encrypted.send(encrypted.client.encrypt(login7()), piece);
        CHECK(read_answer(encrypted.take_output()).size() == 8);
        encrypted.send(batch(u"select 1"), piece);
        CHECK(read_answer(encrypted.take_output()).size() == 1);
        CHECK(encrypted.service.logins.at(0).password == "secret");
    }
}

TEST_CASE("only the first packet of an encrypted login has to be encrypted", "[sim][wire][tls]") {
    auto const body = login7_body();
    byte_string const first(body.begin(), body.begin() + 120);
    byte_string const second(body.begin() + 120, body.end());
    encrypted_line encrypted(server_encryption::login_only, 0);
    encrypted.shake_hands();
    auto sent = encrypted.client.encrypt(packet(0x10, first, 0));
    sent += packet(0x10, second);
    // The first request may be on its way already.
    sent += batch(u"select 1");
    encrypted.send(sent, 11);
    CHECK(read_messages(encrypted.take_output()).size() == 2);
    CHECK(encrypted.service.batches.size() == 1);
}

TEST_CASE("a server that encrypts everything tells a client that would not", "[sim][wire][tls]") {
    encrypted_line encrypted(server_encryption::full, 0);
    encrypted.shake_hands();
    encrypted.send(encrypted.client.encrypt(login7()), 100'000);
    auto const sent = encrypted.take_output();
    CHECK(sent.at(0) == 0x17);
    CHECK(read_answer(encrypted.client.decrypt(sent)).size() == 8);
}

TEST_CASE("the certificate is for localhost and 127.0.0.1 alone", "[sim][wire][tls]") {
    encrypted_line wrong_name(server_encryption::full, 1, "elsewhere");
    wrong_name.client.shake_hands();
    wrong_name.send_flight(100'000);
    wrong_name.client.receive(read_messages(wrong_name.take_output()).at(0).payload);
    CHECK_FALSE(wrong_name.client.shake_hands());
    CHECK_FALSE(wrong_name.client.verified());

    auto const other = certificate::for_names({"etl01.example", "10.0.0.1"});
    CHECK(other.authority_pem() != certificate::for_localhost().authority_pem());
    CHECK(&certificate::for_localhost() == &certificate::for_localhost());
}

TEST_CASE("rubbish in the handshake ends the connection", "[sim][wire][tls]") {
    auto const ends = [](byte_string const& sent) {
        encrypted_line encrypted(server_encryption::full, 1);
        encrypted.send(sent, 100'000);
        return encrypted.line.closed();
    };
    CHECK(ends(packet(0x12, byte_string(50, 'x'))));
    CHECK(ends(packet(0x10, byte_string(50, 'x'))));
    CHECK(ends(login7()));
    CHECK(ends({0x12, 1, 0, 3, 0, 0, 0, 0}));
}

TEST_CASE("plain bytes in an encrypted conversation end it", "[sim][wire][tls]") {
    encrypted_line encrypted(server_encryption::full, 1);
    encrypted.shake_hands();
    encrypted.send(encrypted.client.encrypt(login7()), 100'000);
    CHECK_FALSE(encrypted.line.closed());
    encrypted.send(batch(u"select 1"), 100'000);
    CHECK(encrypted.line.closed());
    CHECK(encrypted.service.batches.empty());
}

TEST_CASE("a login that is sent along with its PRELOGIN is not listened to where TLS was agreed",
          "[sim][wire][tls]") {
    for (auto const wish : byte_string{0, 1}) {
        fake_service service;
        channel line(service, {server_encryption::login_only, false, 51},
                     certificate::for_localhost().keys().context());
        auto sent = prelogin(wish);
        sent += login7();
        line.receive(sent);
        CHECK(line.closed());
        CHECK(service.logins.empty());
        CHECK(read_messages(line.output()).size() == 1);
    }
}

TEST_CASE("a login in clear after the handshake ends the connection", "[sim][wire][tls]") {
    encrypted_line encrypted(server_encryption::login_only, 0);
    encrypted.shake_hands();
    CHECK_FALSE(encrypted.line.closed());
    encrypted.send(login7(), 100'000);
    CHECK(encrypted.line.closed());
    CHECK(encrypted.service.logins.empty());
}

TEST_CASE("a length that cannot be ends an encrypted login instead of filling the memory",
          "[sim][wire][tls]") {
    for (auto const& header :
         {byte_string{0x10, 1, 0, 0, 0, 0, 1, 0}, byte_string{0x10, 1, 0, 7, 0, 0, 1, 0},
          byte_string{0x10, 1, 0xFF, 0xFF, 0, 0, 1, 0},
          byte_string{0x17, 3, 3, 0xFF, 0xFF, 0, 0, 0}}) {
        encrypted_line encrypted(server_encryption::login_only, 0);
        encrypted.shake_hands();
        encrypted.send(header, 100'000);
        CHECK(encrypted.line.closed());
    }
}
