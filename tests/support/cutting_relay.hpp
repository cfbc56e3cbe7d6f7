// Stands before a server and resets each line after so many bytes of the server's words.
#pragma once

#include "support/relayed_line.hpp"

#include <boost/asio/io_context.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>

namespace ssislb::test {

/// Line after line the cut comes later, and begins anew at `longest`.
class cutting_relay {
public:
    /// The context is run by one thread.
    cutting_relay(boost::asio::io_context& io, std::uint16_t server, std::size_t longest)
        : server_(server)
        , longest_(longest)
        , acceptor_(io, {boost::asio::ip::address_v4::loopback(), 0}) {
        accept();
    }

    [[nodiscard]] std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

private:
    using tcp = relayed_line::tcp;
    static constexpr std::size_t step = 37;

    void accept() {
        acceptor_.async_accept([this](boost::system::error_code failed, tcp::socket client) {
            if (failed)
                return;
            next_ = (next_ + step) % longest_;
            std::make_shared<relayed_line>(std::move(client), cut_after(next_))->connect(server_);
            accept();
        });
    }

    /// With a reset, as of a machine that died.
    static relayed_line::censor cut_after(std::size_t left) {
        return [left](std::span<unsigned char> said) mutable -> relayed_line::portion {
            if (said.size() >= left)
                return {left, relayed_line::after::is_reset};
            left -= said.size();
            return {said.size(), relayed_line::after::goes_on};
        };
    }

    std::uint16_t server_;
    std::size_t longest_;
    std::size_t next_ = 0;
    tcp::acceptor acceptor_;
};

} // namespace ssislb::test
