// Each way to log in that a plan can name, and what of it reaches the server.
#include "login_catcher.hpp"
#include "support/catch.hpp"
#include "support/plan_text.hpp"
#include "tds_client.hpp"

#include <ssislb/run/connection_options.hpp>
#include <ssislb/run/explain.hpp>

#include <cstdlib>
#include <memory>
#include <string>

using namespace ssislb;
using namespace ssislb::test;

namespace {

constexpr auto secret = "Zq9.hidden";

server server_of(std::string const& keys, std::uint16_t port) {
    return plan("[[server]]\nname = \"s\"\nhost = \"127.0.0.1\"\nport = " + std::to_string(port) +
                "\n" + keys + "\n[[task]]\nname = \"t\"\njob = \"j\"\n")
        .servers.front();
}

/// Connects with the keys of a plan's server.
connecting connect(login_catcher& to, std::string const& keys) {
    tds_client client(to.port());
    return client.connect(connection_options(server_of(keys, to.port()), secret));
}

std::string in_utf16(std::string const& text) {
    std::string units;
    for (char const each : text) {
        units += each;
        units += '\0';
    }
    return units;
}

std::string as_tds_hides_it(std::string units) {
    for (char& each : units) {
        auto const byte = static_cast<unsigned>(static_cast<unsigned char>(each));
        each = static_cast<char>(((byte << 4U | byte >> 4U) & 0xFFU) ^ 0xA5U);
    }
    return units;
}

bool holds_secret(std::string const& bytes) {
    auto const holds = [&](std::string const& form) {
        return bytes.find(form) != std::string::npos;
    };
    return holds(secret) || holds(in_utf16(secret)) || holds(as_tds_hides_it(in_utf16(secret)));
}

/// Kerberos finds no ticket, and asks nobody on the network.
void have_no_ticket() {
    ::setenv("KRB5CCNAME", "FILE:/no/such/cache", 1);
    ::setenv("KRB5_CONFIG", "/dev/null", 1);
    ::setenv("KRB5_CLIENT_KTNAME", "FILE:/no/such/keytab", 1);
}

std::string const plain = "encryption = \"off\"\n";
std::string const with_password = "password_env = \"P\"\n";

} // namespace

TEST_CASE("a login of SQL Server sends user and password, and no token", "[tds][login]") {
    login_catcher catcher;
    static_cast<void>(connect(catcher, plain + with_password + "user = \"night\"\n"));
    auto const login = catcher.login();
    REQUIRE(login);
    CHECK(login->user() == "night");
    CHECK(login->password() == secret);
    CHECK(login->database() == "msdb");
    CHECK(login->application() == "ssislb");
    CHECK(login->token().empty());
    CHECK_FALSE(login->integrated());
    CHECK(login->version() == 0x74000004);
    CHECK(holds_secret(catcher.heard()));
}

TEST_CASE("a user with a domain logs in by NTLM, and the password stays here", "[tds][login]") {
    login_catcher catcher;
    static_cast<void>(connect(catcher, plain + with_password + "user = 'SHOP\\night'\n"));
    auto const login = catcher.login();
    REQUIRE(login);
    CHECK(login->integrated());
    CHECK(login->token().substr(0, 8) == std::string("NTLMSSP\0", 8));
    // Message type 1, NEGOTIATE ([MS-NLMP] 2.2.1.1).
    CHECK(login->token().substr(8, 4) == std::string("\x01\0\0\0", 4));
    CHECK(login->user().empty());
    CHECK(login->password().empty());
    CHECK_FALSE(holds_secret(catcher.heard()));
}

TEST_CASE("Kerberos without a ticket sends no login of any kind, and says what is missing",
          "[tds][login]") {
    have_no_ticket();
    login_catcher catcher;
    auto const keys = plain + "auth = \"kerberos\"\n";
    auto const connected = connect(catcher, keys);
    CHECK(connected->error == client_errc::tls_or_login_failed);
    CHECK_FALSE(catcher.login());
    CHECK_FALSE(holds_secret(catcher.heard()));
    auto const text =
        explain(server_of(keys, catcher.port()), connected->error, connected->answer());
    CAPTURE(text);
    CHECK(text.find("no Kerberos ticket") != std::string::npos);
    CHECK(text.find("kinit") != std::string::npos);
}

TEST_CASE("a plan's Kerberos takes no user and no password along", "[tds][login]") {
    have_no_ticket();
    login_catcher catcher;
    auto const connected =
        connect(catcher, plain + with_password + "user = \"night\"\nauth = \"kerberos\"\n");
    CHECK(connected->error == client_errc::tls_or_login_failed);
    CHECK_FALSE(catcher.login());
    CHECK_FALSE(holds_secret(catcher.heard()));
}

TEST_CASE("where encryption is required nothing is said to a server that has none",
          "[tds][login]") {
    for (std::string const kind : {"user = \"night\"\n", "user = 'SHOP\\night'\n"}) {
        for (std::string const keys : {"", "encryption = \"require\"\n",
                                       "encryption = \"require\"\nverify_certificate = false\n"}) {
            CAPTURE(kind, keys);
            login_catcher catcher;
            auto const connected = connect(catcher, keys + with_password + kind);
            CHECK(connected->error == client_errc::tls_or_login_failed);
            CHECK_FALSE(catcher.login());
            CHECK_FALSE(holds_secret(catcher.heard()));
        }
    }
}
