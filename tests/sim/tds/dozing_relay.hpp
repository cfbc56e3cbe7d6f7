// Stands before a server that dozes: the first login gets no answer, those after its end do.
#pragma once

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <atomic>
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
    using tcp = boost::asio::ip::tcp;

    struct line {
        explicit line(tcp::socket accepted)
            : client(std::move(accepted))
            , server(client.get_executor()) {}
        tcp::socket client;
        tcp::socket server;
        std::array<unsigned char, 65536> asked{};
        std::array<unsigned char, 65536> said{};
    };
    using line_pointer = std::shared_ptr<line>;

    void accept() {
        acceptor_.async_accept([this](boost::system::error_code failed, tcp::socket client) {
            if (failed)
                return;
            listen_to(std::make_shared<line>(std::move(client)));
            accept();
        });
    }

    void listen_to(line_pointer const& of) {
        of->client.async_read_some(boost::asio::buffer(of->asked),
                                   [this, of](boost::system::error_code failed, std::size_t size) {
                                       if (!failed)
                                           on_login(of, size);
                                   });
    }

    void on_login(line_pointer const& of, std::size_t size) {
        if (awake_)
            return connect(of, size);
        if (dozing_.exchange(true)) {
            ++pushing_;
            return hold(of);
        }
        of->client.async_read_some(
            boost::asio::buffer(of->asked),
            [this, of](boost::system::error_code, std::size_t) { awake_ = true; });
    }

    static void hold(line_pointer const& of) {
        of->client.async_read_some(boost::asio::buffer(of->asked),
                                   [of](boost::system::error_code, std::size_t) {});
    }

    void connect(line_pointer const& of, std::size_t size) {
        boost::system::error_code failed;
        of->server.connect({boost::asio::ip::address_v4::loopback(), server_}, failed);
        if (!failed)
            write(of->server, boost::asio::buffer(of->asked, size), failed);
        if (failed)
            return;
        pass(of, of->client, of->server, of->asked);
        pass(of, of->server, of->client, of->said);
    }

    template <class Buffer>
    static void pass(line_pointer const& of, tcp::socket& from, tcp::socket& to, Buffer& through) {
        from.async_read_some(
            boost::asio::buffer(through),
            [of, &from, &to, &through](boost::system::error_code failed, std::size_t size) {
                if (!failed)
                    write(to, boost::asio::buffer(through, size), failed);
                if (!failed)
                    return pass(of, from, to, through);
                boost::system::error_code ignored;
                of->client.close(ignored);
                of->server.close(ignored);
            });
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
