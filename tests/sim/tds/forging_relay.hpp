// Stands between a client and a server, and falsifies what the server says.
#pragma once

#include "support/relayed_line.hpp"

#include <boost/asio/io_context.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <thread>
#include <utility>

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
    using tcp = relayed_line::tcp;
    static constexpr auto nowhere = std::numeric_limits<std::size_t>::max();

    void accept() {
        acceptor_.async_accept([this](boost::system::error_code failed, tcp::socket client) {
            if (failed)
                return;
            std::make_shared<relayed_line>(std::move(client), [this](
                                                                  std::span<unsigned char> said) {
                return forged(said);
            })->connect(server_);
            accept();
        });
    }

    relayed_line::portion forged(std::span<unsigned char> said) {
        // Counted before it is passed on: afterwards others may already know it.
        auto const wrong = wrong_.load();
        auto const before = forwarded_.fetch_add(said.size());
        if (wrong == nowhere)
            return {said.size(), relayed_line::after::goes_on};
        if (wrong - before < said.size())
            said[wrong - before] ^= flip_;
        return {said.size(), relayed_line::after::ends};
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
