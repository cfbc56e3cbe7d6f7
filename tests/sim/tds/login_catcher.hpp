// A server of a few lines that keeps the login record it is sent, and hangs up.
#pragma once

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>

namespace ssislb::test {

/// LOGIN7 (MS-TDS 2.2.6.4), as it came.
class login_record {
public:
    explicit login_record(std::string message)
        : bytes_(std::move(message)) {}

    [[nodiscard]] std::string const& bytes() const { return bytes_; }
    [[nodiscard]] std::string host_name() const { return text(36); }
    [[nodiscard]] std::string user() const { return text(40); }
    /// Decoded.
    [[nodiscard]] std::string password() const {
        std::string units = field(44, 2);
        for (char& each : units) {
            auto const byte = static_cast<unsigned>(static_cast<unsigned char>(each)) ^ 0xA5U;
            each = static_cast<char>((byte << 4U | byte >> 4U) & 0xFFU);
        }
        return every_other(units);
    }
    [[nodiscard]] std::string application() const { return text(48); }
    [[nodiscard]] std::string database() const { return text(68); }
    /// The first token of NTLM or Kerberos.
    [[nodiscard]] std::string token() const { return field(78, 1); }
    /// fIntSecurity: the token counts, not user and password.
    [[nodiscard]] bool integrated() const { return (byte(25) & 0x80U) != 0; }
    [[nodiscard]] std::uint32_t version() const {
        return byte(4) | byte(5) << 8U | byte(6) << 16U | byte(7) << 24U;
    }

private:
    [[nodiscard]] std::uint32_t byte(std::size_t at) const {
        return static_cast<unsigned char>(bytes_.at(at));
    }
    [[nodiscard]] std::size_t word(std::size_t at) const { return byte(at) | byte(at + 1) << 8U; }
    /// Offset and length of a field stand at `at`.
    [[nodiscard]] std::string field(std::size_t at, std::size_t width) const {
        return bytes_.substr(word(at), word(at + 2) * width);
    }
    [[nodiscard]] std::string text(std::size_t at) const { return every_other(field(at, 2)); }
    [[nodiscard]] static std::string every_other(std::string const& units) {
        std::string text;
        for (std::size_t i = 0; i < units.size(); i += 2)
            text += units[i];
        return text;
    }

    std::string bytes_;
};

/// Knows no encryption: what it is sent stands there to be read.
class login_catcher {
public:
    login_catcher()
        : thread_([this] { serve(); }) {}
    login_catcher(login_catcher const&) = delete;
    login_catcher& operator=(login_catcher const&) = delete;
    ~login_catcher() {
        over_ = true;
        boost::system::error_code ignored;
        tcp::socket knock(io_);
        knock.connect(acceptor_.local_endpoint(), ignored);
        thread_.join();
    }

    [[nodiscard]] std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

    /// Everything that clients have said.
    [[nodiscard]] std::string heard() {
        std::lock_guard const lock(mutex_);
        return heard_;
    }
    /// Of the last client that logged in.
    [[nodiscard]] std::optional<login_record> login() {
        std::lock_guard const lock(mutex_);
        return login_;
    }

private:
    using tcp = boost::asio::ip::tcp;

    void serve() {
        while (!over_) {
            boost::system::error_code failed;
            tcp::socket client(io_);
            acceptor_.accept(client, failed);
            if (!failed && !over_)
                attend(client);
        }
    }

    void attend(tcp::socket& client) {
        // Version 15 and "no encryption here" (MS-TDS 2.2.6.5).
        static std::string const prelogin("\x04\x01\x00\x1a\x00\x00\x01\x00"
                                          "\x00\x00\x0b\x00\x06\x01\x00\x11\x00\x01\xff"
                                          "\x0f\x00\x10\xca\x00\x00\x02",
                                          26);
        boost::system::error_code failed;
        if (!read_message(client))
            return;
        boost::asio::write(client, boost::asio::buffer(prelogin), failed);
        auto message = read_message(client);
        std::lock_guard const lock(mutex_);
        if (message)
            login_.emplace(*std::move(message));
    }

    /// Without the packets' headers.
    std::optional<std::string> read_message(tcp::socket& client) {
        std::string message;
        for (bool last = false; !last;) {
            std::string header(8, '\0');
            if (!read(client, header))
                return std::nullopt;
            auto const size = static_cast<unsigned char>(header[2]) * 256U +
                              static_cast<unsigned char>(header[3]);
            std::string body(size - header.size(), '\0');
            if (!read(client, body))
                return std::nullopt;
            message += body;
            last = (static_cast<unsigned char>(header[1]) & 1U) != 0;
        }
        return message;
    }

    bool read(tcp::socket& client, std::string& into) {
        boost::system::error_code failed;
        auto const size = boost::asio::read(client, boost::asio::buffer(into), failed);
        std::lock_guard const lock(mutex_);
        heard_ += into.substr(0, size);
        return !failed;
    }

    std::mutex mutex_;
    std::string heard_;
    std::optional<login_record> login_;
    std::atomic<bool> over_{false};
    boost::asio::io_context io_;
    tcp::acceptor acceptor_{io_, {boost::asio::ip::address_v4::loopback(), 0}};
    std::thread thread_;
};

} // namespace ssislb::test
