// Stands between a client and a server as a line that breaks, falls silent or drips.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

namespace ssislb::test {

enum class direction { requests, answers };
/// Whether the client is told of the end. A line that ends in silence stays open.
enum class line_end { orderly, reset, silent };

/// Serves on a loopback port by passing bytes on, on a thread of its own.
///
/// Thread safety: all members safe.
class unreliable_relay {
public:
    explicit unreliable_relay(std::uint16_t server);
    ~unreliable_relay();
    unreliable_relay(unreliable_relay const&) = delete;
    unreliable_relay& operator=(unreliable_relay const&) = delete;

    [[nodiscard]] std::uint16_t port() const { return port_; }

    /// Bytes passed on so far.
    [[nodiscard]] std::size_t passed(direction which) const { return passed_[index(which)]; }
    /// Lines that clients have opened so far.
    [[nodiscard]] std::size_t lines() const { return lines_; }

    /// After so many more bytes of that direction the line ends, once.
    void cut_after(direction, std::size_t bytes, line_end);
    /// Takes the end back. False: it has come.
    [[nodiscard]] bool take_back();

    /// The peer is gone without a word: lines that are open and those to come stay open, and
    /// nothing passes.
    void vanish();
    /// Lines to come work again. Those that were open before stay dead.
    void come_back();

    /// Answers come a byte at a time, and each one so late.
    void drip(std::chrono::milliseconds between_bytes);

private:
    using tcp = boost::asio::ip::tcp;
    struct line;
    using line_pointer = std::shared_ptr<line>;
    struct cut {
        direction which;
        std::size_t left;
        line_end how;
    };
    struct portion {
        std::size_t size;
        std::optional<line_end> then;
    };

    static std::size_t index(direction which) { return which == direction::answers ? 1 : 0; }

    boost::asio::awaitable<void> accept();
    boost::asio::awaitable<void> serve(line_pointer);
    boost::asio::awaitable<void> pass(line_pointer, direction);
    boost::asio::awaitable<bool> hand_on(line_pointer, direction, std::size_t size);
    [[nodiscard]] portion portion_of(direction, std::size_t size);
    [[nodiscard]] bool is_dead(line const&) const;
    static void end(line&, line_end);

    std::uint16_t server_;
    std::atomic<std::size_t> passed_[2] = {0, 0};
    std::atomic<std::size_t> lines_{0};
    std::atomic<bool> away_{false};
    /// Lines below this number are dead.
    std::atomic<std::size_t> first_living_{0};
    std::atomic<std::chrono::milliseconds> between_bytes_{std::chrono::milliseconds{-1}};
    std::mutex mutex_;
    std::optional<cut> cut_;
    boost::asio::io_context io_{1};
    tcp::acceptor acceptor_{io_, {boost::asio::ip::address_v4::loopback(), 0}};
    std::uint16_t port_ = acceptor_.local_endpoint().port();
    std::thread thread_;
};

} // namespace ssislb::test
