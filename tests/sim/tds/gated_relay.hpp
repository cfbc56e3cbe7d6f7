// Stands before a server, and can stop to listen to its client: as a network does that fails.
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

/// The newest line counts: a client tries the port before it logs in. Works on the thread that runs
/// the context.
class gated_relay {
public:
    gated_relay(boost::asio::io_context& io, std::uint16_t server)
        : server_(server)
        , acceptor_(io) {
        tcp::endpoint const anywhere(boost::asio::ip::address_v4::loopback(), 0);
        acceptor_.open(anywhere.protocol());
        // What does not fit has to wait on the client's side.
        acceptor_.set_option(boost::asio::socket_base::receive_buffer_size(4096));
        acceptor_.bind(anywhere);
        acceptor_.listen();
        accept();
    }

    [[nodiscard]] std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

    /// From now on what the client says lies unread.
    void close_gate() {
        line_->open = false;
        line_->client.cancel();
    }

    /// More has been said than it takes unread.
    [[nodiscard]] bool is_full() const { return line_->client.available() >= 2048; }

    /// The network is well again: what comes is read to the end of the line.
    void open_gate() {
        line_->open = true;
        read_to_end(line_);
    }
    [[nodiscard]] bool has_ended() const { return line_->end.failed(); }
    [[nodiscard]] boost::system::error_code end() const { return line_->end; }

private:
    using tcp = boost::asio::ip::tcp;

    struct line {
        explicit line(tcp::socket from)
            : client(std::move(from))
            , server(client.get_executor()) {}

        tcp::socket client;
        tcp::socket server;
        std::array<char, 65536> asked{};
        std::array<char, 65536> said{};
        bool open = true;
        boost::system::error_code end;
    };
    using line_pointer = std::shared_ptr<line>;

    void accept() {
        acceptor_.async_accept([this](boost::system::error_code failed, tcp::socket client) {
            if (failed)
                return;
            line_ = std::make_shared<line>(std::move(client));
            line_->server.connect({boost::asio::ip::address_v4::loopback(), server_});
            pass_requests(line_);
            pass_answers(line_);
            accept();
        });
    }

    static void pass_requests(line_pointer const& on) {
        on->client.async_read_some(boost::asio::buffer(on->asked),
                                   [on](boost::system::error_code failed, std::size_t size) {
                                       boost::system::error_code ignored;
                                       write(on->server, boost::asio::buffer(on->asked, size),
                                             ignored);
                                       if (failed && on->open) {
                                           on->end = failed;
                                           on->server.close(ignored);
                                       } else if (on->open) {
                                           pass_requests(on);
                                       }
                                   });
    }

    static void pass_answers(line_pointer const& on) {
        on->server.async_read_some(boost::asio::buffer(on->said),
                                   [on](boost::system::error_code failed, std::size_t size) {
                                       boost::system::error_code ignored;
                                       write(on->client, boost::asio::buffer(on->said, size),
                                             ignored);
                                       if (!failed)
                                           pass_answers(on);
                                   });
    }

    static void read_to_end(line_pointer const& on) {
        on->client.async_read_some(boost::asio::buffer(on->asked),
                                   [on](boost::system::error_code failed, std::size_t) {
                                       if (!failed)
                                           return read_to_end(on);
                                       on->end = failed;
                                   });
    }

    std::uint16_t server_;
    tcp::acceptor acceptor_;
    line_pointer line_;
};

} // namespace ssislb::test
