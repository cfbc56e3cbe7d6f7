// Ports of this machine behind which there is no server.
#pragma once

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace ssislb::test {

/// A port where nobody can listen: it is taken, and its owner does not.
class taken_port {
public:
    taken_port() {
        acceptor_.open(boost::asio::ip::tcp::v4());
        acceptor_.bind({boost::asio::ip::address_v4::loopback(), 0});
    }
    [[nodiscard]] std::uint16_t number() const { return acceptor_.local_endpoint().port(); }

protected:
    boost::asio::io_context io_;
    boost::asio::ip::tcp::acceptor acceptor_{io_};
};

/// Whoever connects is heard, and never answered.
class silent_port : public taken_port {
public:
    silent_port() {
        acceptor_.listen();
        acceptor_.non_blocking(true);
    }

    /// Whether somebody has said something.
    [[nodiscard]] bool heard() { return talkers() > 0; }

    /// How many have said something.
    [[nodiscard]] std::ptrdiff_t talkers() {
        boost::system::error_code failed;
        while (true) {
            boost::asio::ip::tcp::socket peer(io_);
            acceptor_.accept(peer, failed);
            if (failed)
                break;
            peers_.push_back(std::move(peer));
        }
        return std::ranges::count_if(peers_,
                                     [&](auto const& peer) { return peer.available(failed) > 0; });
    }

    /// How many of those who came have gone away by themselves.
    [[nodiscard]] std::ptrdiff_t leavers() {
        static_cast<void>(talkers());
        return std::ranges::count_if(peers_, [](auto& peer) {
            boost::system::error_code failed;
            std::array<char, 4096> said{};
            peer.non_blocking(true, failed);
            while (!failed)
                peer.read_some(boost::asio::buffer(said), failed);
            return failed != boost::asio::error::would_block;
        });
    }

    /// Logins that were given up end at once.
    void hang_up() {
        static_cast<void>(heard());
        peers_.clear();
    }

private:
    std::vector<boost::asio::ip::tcp::socket> peers_;
};

} // namespace ssislb::test
