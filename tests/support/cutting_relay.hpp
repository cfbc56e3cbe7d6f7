// Stands before a server and resets each line after so many bytes of the server's words.
#pragma once

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
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
    using tcp = boost::asio::ip::tcp;
    static constexpr std::size_t step = 37;

    struct line {
        line(tcp::socket accepted, std::size_t allowed)
            : client(std::move(accepted))
            , server(client.get_executor())
            , left(allowed) {}
        tcp::socket client;
        tcp::socket server;
        std::size_t left;
        std::array<unsigned char, 4096> asked{};
        std::array<unsigned char, 4096> said{};
    };
    using line_pointer = std::shared_ptr<line>;

    void accept() {
        acceptor_.async_accept([this](boost::system::error_code failed, tcp::socket client) {
            if (failed)
                return;
            next_ = (next_ + step) % longest_;
            auto const both = std::make_shared<line>(std::move(client), next_);
            both->server.connect({boost::asio::ip::address_v4::loopback(), server_}, failed);
            if (!failed) {
                pass_question(both);
                pass_answer(both);
            }
            accept();
        });
    }

    static void pass_question(line_pointer const& both) {
        both->client.async_read_some(boost::asio::buffer(both->asked),
                                     [both](boost::system::error_code failed, std::size_t size) {
                                         if (!failed)
                                             write(both->server,
                                                   boost::asio::buffer(both->asked, size), failed);
                                         if (failed)
                                             return cut(*both);
                                         pass_question(both);
                                     });
    }

    static void pass_answer(line_pointer const& both) {
        both->server.async_read_some(boost::asio::buffer(both->said),
                                     [both](boost::system::error_code failed, std::size_t size) {
                                         bool const last = size >= both->left;
                                         size = last ? both->left : size;
                                         if (!failed)
                                             write(both->client,
                                                   boost::asio::buffer(both->said, size), failed);
                                         if (failed || last)
                                             return cut(*both);
                                         both->left -= size;
                                         pass_answer(both);
                                     });
    }

    /// With a reset, as of a machine that died.
    static void cut(line& both) {
        boost::system::error_code ignored;
        both.client.set_option(boost::asio::socket_base::linger(true, 0), ignored);
        both.client.close(ignored);
        both.server.close(ignored);
    }

    std::uint16_t server_;
    std::size_t longest_;
    std::size_t next_ = 0;
    tcp::acceptor acceptor_;
};

} // namespace ssislb::test
