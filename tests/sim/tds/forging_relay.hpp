// Stands between a client and a server, and falsifies what the server says.
#pragma once

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <thread>

namespace ssislb::test {

/// Serves on a loopback port by passing bytes on, on a thread of its own.
class forging_relay {
public:
    explicit forging_relay(std::uint16_t server)
        : server_(server) {
        accept();
        thread_ = std::thread([this] { io_.run(); });
    }
    forging_relay(forging_relay const&) = delete;
    forging_relay& operator=(forging_relay const&) = delete;
    ~forging_relay() {
        io_.stop();
        thread_.join();
    }

    [[nodiscard]] std::uint16_t port() const { return port_; }

    /// Bytes that the server has said so far.
    [[nodiscard]] std::size_t forwarded() const { return forwarded_; }

    /// Flips bits in the byte of the server's next words that has this index; when those words
    /// have been passed on, the line is cut.
    void forge(std::size_t at, unsigned char flip) {
        flip_ = flip;
        wrong_ = forwarded_ + at;
    }

private:
    using tcp = boost::asio::ip::tcp;
    static constexpr auto nowhere = std::numeric_limits<std::size_t>::max();

    struct pair {
        explicit pair(tcp::socket accepted)
            : client(std::move(accepted))
            , server(client.get_executor()) {}
        tcp::socket client;
        tcp::socket server;
        std::array<unsigned char, 65536> asked{};
        std::array<unsigned char, 65536> said{};
    };
    using pair_pointer = std::shared_ptr<pair>;

    void accept() {
        acceptor_.async_accept([this](boost::system::error_code failed, tcp::socket client) {
            if (failed)
                return;
            auto const both = std::make_shared<pair>(std::move(client));
            both->server.connect({boost::asio::ip::address_v4::loopback(), server_}, failed);
            if (!failed) {
                pass_questions(both);
                pass_answers(both);
            }
            accept();
        });
    }

    void pass_questions(pair_pointer const& both) {
        both->client.async_read_some(
            boost::asio::buffer(both->asked),
            [this, both](boost::system::error_code failed, std::size_t size) {
                if (!failed)
                    write(both->server, boost::asio::buffer(both->asked, size), failed);
                if (failed)
                    return close(*both);
                pass_questions(both);
            });
    }

    void pass_answers(pair_pointer const& both) {
        both->server.async_read_some(
            boost::asio::buffer(both->said),
            [this, both](boost::system::error_code failed, std::size_t size) {
                // Counted before it is passed on: afterwards others may already know it.
                auto const wrong = wrong_.load();
                auto const before = forwarded_.fetch_add(size);
                bool const forging = wrong != nowhere;
                if (forging && wrong - before < size)
                    both->said[wrong - before] ^= flip_;
                if (!failed)
                    write(both->client, boost::asio::buffer(both->said, size), failed);
                if (failed || forging)
                    return close(*both);
                pass_answers(both);
            });
    }

    static void close(pair& both) {
        boost::system::error_code ignored;
        both.client.close(ignored);
        both.server.close(ignored);
    }

    std::uint16_t server_;
    std::atomic<std::size_t> forwarded_{0};
    std::atomic<std::size_t> wrong_{nowhere};
    std::atomic<unsigned char> flip_{0};
    boost::asio::io_context io_{1};
    tcp::acceptor acceptor_{io_, {boost::asio::ip::address_v4::loopback(), 0}};
    std::uint16_t port_ = acceptor_.local_endpoint().port();
    std::thread thread_;
};

} // namespace ssislb::test
