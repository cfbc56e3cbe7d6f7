// Stands before a server that dozes: the first login gets no answer, those after its end do.
#pragma once

#include "support/relayed_line.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <thread>
#include <utility>

namespace ssislb::test {

/// Serves on a loopback port, on a thread of its own. A line counts as a login when its client says
/// something.
class dozing_relay {
public:
    explicit dozing_relay(std::uint16_t server)
        : server_(server) {
        accept();
        thread_ = std::thread([this] { io_.run(); });
    }
    dozing_relay(dozing_relay const&) = delete;
    dozing_relay& operator=(dozing_relay const&) = delete;
    ~dozing_relay() {
        io_.stop();
        thread_.join();
    }

    [[nodiscard]] std::uint16_t port() const { return port_; }
    /// The login that got no answer has begun.
    [[nodiscard]] bool dozes() const { return dozing_; }
    /// Logins that came while it had not ended.
    [[nodiscard]] int pushing() const { return pushing_; }

private:
    using tcp = relayed_line::tcp;
    using line_pointer = std::shared_ptr<relayed_line>;

    void accept() {
        acceptor_.async_accept([this](boost::system::error_code failed, tcp::socket client) {
            if (failed)
                return;
            auto const line = std::make_shared<relayed_line>(std::move(client));
            listen_to(line, [this, line](std::size_t size) {
                if (size > 0)
                    on_login(line, size);
            });
            accept();
        });
    }

    /// `heard` is called with the number of bytes; 0: the line has ended.
    template <class Heard>
    static void listen_to(line_pointer const& line, Heard heard) {
        line->client().async_read_some(
            boost::asio::buffer(line->said_early()),
            [line, heard](boost::system::error_code, std::size_t size) { heard(size); });
    }

    void on_login(line_pointer const& line, std::size_t size) {
        if (awake_)
            return line->connect(server_, size);
        if (dozing_.exchange(true)) {
            ++pushing_;
            return listen_to(line, [](std::size_t) {});
        }
        listen_to(line, [this](std::size_t) { awake_ = true; });
    }

    std::uint16_t server_;
    bool awake_ = false;
    std::atomic<bool> dozing_{false};
    std::atomic<int> pushing_{0};
    boost::asio::io_context io_{1};
    tcp::acceptor acceptor_{io_, {boost::asio::ip::address_v4::loopback(), 0}};
    std::uint16_t port_ = acceptor_.local_endpoint().port();
    std::thread thread_;
};

} // namespace ssislb::test
