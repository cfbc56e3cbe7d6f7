// An address of this machine where connections are neither accepted nor refused.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <array>
#include <cstdint>

namespace ssislb::test {

/// Its queue of connections is full and nobody empties it, so that whoever comes next hears
/// nothing at all.
class black_hole {
public:
    black_hole() {
        using tcp = boost::asio::ip::tcp;
        acceptor_.open(tcp::v4());
        acceptor_.bind({boost::asio::ip::address_v4::loopback(), 0});
        acceptor_.listen(0);
        for (auto& each : waiting_)
            each.async_connect(acceptor_.local_endpoint(), [](boost::system::error_code) {});
    }

    [[nodiscard]] std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

private:
    using socket = boost::asio::ip::tcp::socket;

    boost::asio::io_context io_;
    boost::asio::ip::tcp::acceptor acceptor_{io_};
    // More than the queue has room for.
    std::array<socket, 4> waiting_{socket(io_), socket(io_), socket(io_), socket(io_)};
};

} // namespace ssislb::test
