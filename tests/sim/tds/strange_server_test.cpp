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

enum class goodbye { orderly, reset };

/// Says the same to everybody who says something, then hangs up.
class parrot {
public:
    explicit parrot(std::string speech, goodbye how = goodbye::orderly)
        : speech_(std::move(speech))
        , how_(how) {
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
                if (how_ == goodbye::reset)
                    shared->set_option(tcp::socket::linger(true, 0), ignored);
            });
            accept();
        });
    }

    std::string speech_;
    goodbye how_;
    std::array<char, 4096> heard_{};
    asio::io_context io_{1};
    tcp::acceptor acceptor_{io_, {asio::ip::address_v4::loopback(), 0}};
    std::uint16_t port_ = acceptor_.local_endpoint().port();
    std::thread thread_;
};

/// Without encryption it cannot be the certificate.
client_errc without_reason(tds::encryption level) {
    return level == tds::encryption::off ? client_errc::connection_lost
                                         : client_errc::tls_or_login_failed;
}

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
            CHECK(client.connect(options)->error == without_reason(level));
            CHECK_FALSE(client.line.is_open());
        }
}

TEST_CASE("a login that is reset was lost, unless encryption or a ticket may be the reason",
          "[tds][connect]") {
    parrot const resetting("", goodbye::reset);
    for (auto const level :
         {tds::encryption::off, tds::encryption::request, tds::encryption::require}) {
        CAPTURE(static_cast<int>(level));
        tds_client client(resetting.port());
        auto options = client.how();
        options.encrypt = level;
        auto const connected = client.connect(options);
        CHECK(connected->error == without_reason(level));
        bool const tells =
            to_string(connected->answer()).find("insists on encryption") != std::string::npos;
        CHECK(tells == (level == tds::encryption::off));
    }
    tds_client client(resetting.port());
    auto options = client.how();
    options.auth = tds::kerberos{};
    CHECK(client.connect(options)->error == client_errc::tls_or_login_failed);
}
