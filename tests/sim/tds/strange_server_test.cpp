// Ports where something else than SQL Server listens.
#include "tds_scene.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <memory>
#include <string>
#include <thread>
#include <vector>

using namespace ssislb;
using namespace ssislb::test;

namespace {

using tcp = asio::ip::tcp;

/// Says the same to everybody who says something, then hangs up.
class parrot {
public:
    explicit parrot(std::string speech)
        : speech_(std::move(speech)) {
        accept();
        thread_ = std::thread([this] { io_.run(); });
    }
    ~parrot() {
        io_.stop();
        thread_.join();
    }

    [[nodiscard]] std::uint16_t port() const { return port_; }

private:
    void accept() {
        acceptor_.async_accept([this](error_code failed, tcp::socket peer) {
            if (failed)
                return;
            auto const shared = std::make_shared<tcp::socket>(std::move(peer));
            shared->async_read_some(asio::buffer(heard_), [this, shared](error_code, std::size_t) {
                error_code ignored;
                asio::write(*shared, asio::buffer(speech_), ignored);
            });
            accept();
        });
    }

    std::string speech_;
    std::array<char, 4096> heard_{};
    asio::io_context io_{1};
    tcp::acceptor acceptor_{io_, {asio::ip::address_v4::loopback(), 0}};
    std::uint16_t port_ = acceptor_.local_endpoint().port();
    std::thread thread_;
};

std::string const prelogin_header("\x04\x01\x00\x2b\x00\x00\x01\x00", 8);

std::vector<std::string> speeches() {
    return {"",
            "HTTP/1.1 400 Bad Request\r\n\r\n",
            "SSH-2.0-OpenSSH_9.2p1\r\n",
            std::string(1, '\x04'),
            std::string(5000, '\0'),
            std::string(5000, '\xff'),
            prelogin_header,
            prelogin_header + std::string(35, '\0'),
            prelogin_header + std::string(35, '\xff'),
            prelogin_header + std::string(3, '\x01')};
}

} // namespace

TEST_CASE("what answers garbage is no server, and is told so", "[tds][connect]") {
    for (auto const level :
         {tds::encryption::off, tds::encryption::request, tds::encryption::require})
        for (auto const& speech : speeches()) {
            CAPTURE(static_cast<int>(level), speech.size(), speech.substr(0, 12));
            parrot const stranger(speech);
            tds_client client(stranger.port());
            auto options = client.how();
            options.encrypt = level;
            CHECK(client.connect(options)->error == client_errc::tls_or_login_failed);
            CHECK_FALSE(client.line.is_open());
        }
}
