// What FreeTDS is told in its file, and what may not stand there.
#include "support/catch.hpp"
#include "tds/configuration.hpp"

#include <ssislb/base/errors.hpp>

#include <algorithm>

using namespace ssislb;
using namespace ssislb::tds;
using namespace std::chrono_literals;
using detail::check;
using detail::section_lines;

namespace {

options plain() {
    options how;
    how.server.host = "etl01.example.com";
    how.auth = sql_login{"ssislb", "sEcret#;[]"};
    return how;
}

bool says(std::string const& lines, std::string const& line) {
    return ("\n" + lines).find("\n\t" + line + "\n") != std::string::npos;
}

bool refused(options const& how) {
    return check(how) == client_errc::invalid_argument;
}

std::vector<std::string> const hostile{"a\nencryption = off",
                                       "a\r\nhost = evil",
                                       "[a",
                                       "a]",
                                       "a;b",
                                       "a#b",
                                       " a",
                                       "a ",
                                       "a  b",
                                       "a\tb",
                                       std::string("a\0b", 3),
                                       "\x7F",
                                       "\xC0\xAF",
                                       std::string(201, 'a')};

} // namespace

TEST_CASE("what is left alone is encrypted, verified and pinned to TDS 7.4", "[tds][config]") {
    auto const lines = section_lines(plain(), 15s);
    CHECK(says(lines, "host = etl01.example.com"));
    CHECK(says(lines, "port = 1433"));
    CHECK(says(lines, "tds version = 7.4"));
    CHECK(says(lines, "client charset = UTF-8"));
    CHECK(says(lines, "encryption = require"));
    CHECK(says(lines, "ca file = system"));
    CHECK(says(lines, "check certificate hostname = yes"));
    CHECK(says(lines, "connect timeout = 15"));
    CHECK(lines.find("spn") == std::string::npos);
}

TEST_CASE("neither user nor password is written to the settings", "[tds][config]") {
    auto const lines = section_lines(plain(), 15s);
    CHECK(lines.find("ssislb") == std::string::npos);
    CHECK(lines.find("sEcret") == std::string::npos);
}

TEST_CASE("an instance stands in place of the port", "[tds][config]") {
    auto how = plain();
    how.server.instance = "ETL";
    auto const lines = section_lines(how, 1s);
    CHECK(says(lines, "instance = ETL"));
    CHECK(lines.find("port") == std::string::npos);
    how.server.port = 1433;
    CHECK(refused(how));
}

TEST_CASE("weaker encryption must be asked for", "[tds][config]") {
    auto how = plain();
    how.encrypt = encryption::off;
    how.verify_certificate = false;
    auto const lines = section_lines(how, 1s);
    CHECK(says(lines, "encryption = off"));
    CHECK(says(lines, "check certificate hostname = no"));
    CHECK(lines.find("ca file") == std::string::npos);
    how.encrypt = encryption::request;
    CHECK(says(section_lines(how, 1s), "encryption = request"));
}

TEST_CASE("verification without anybody to trust is refused", "[tds][config]") {
    auto how = plain();
    how.ca_file.clear();
    CHECK(refused(how));
    how.verify_certificate = false;
    CHECK_FALSE(check(how));
}

TEST_CASE("a service principal is written for Kerberos only", "[tds][config]") {
    auto how = plain();
    how.auth = kerberos{"MSSQLSvc/etl01.example.com:1433"};
    CHECK_FALSE(check(how));
    CHECK(says(section_lines(how, 1s), "spn = MSSQLSvc/etl01.example.com:1433"));
}

TEST_CASE("no value can break out of its line or be changed by FreeTDS", "[tds][config]") {
    for (auto const& value : hostile) {
        CAPTURE(value);
        auto how = plain();
        how.server.host = value;
        CHECK(refused(how));
        how = plain();
        how.server.instance = value;
        CHECK(refused(how));
        how = plain();
        how.ca_file = value;
        CHECK(refused(how));
        how = plain();
        how.auth = kerberos{value};
        CHECK(refused(how));
    }
}

TEST_CASE("fields of the login record refuse what cannot be sent", "[tds][config]") {
    for (auto const& value : {std::string("a\nb"), std::string("a\0b", 3), std::string("\xFF"),
                              std::string(129, 'a')}) {
        CAPTURE(value);
        for (auto field : {&options::application, &options::workstation, &options::database}) {
            auto how = plain();
            how.*field = value;
            CHECK(refused(how));
        }
        auto how = plain();
        how.auth = sql_login{value, "x"};
        CHECK(refused(how));
    }
}

TEST_CASE("a password may hold any character but the one that ends a string", "[tds][config]") {
    auto how = plain();
    how.auth = sql_login{"sa", " [p]#;\n=\xC3\xA4 "};
    CHECK_FALSE(check(how));
    how.auth = sql_login{"sa", std::string("a\0b", 3)};
    CHECK(refused(how));
}

TEST_CASE("an empty user or host and port 0 are refused", "[tds][config]") {
    auto how = plain();
    how.auth = sql_login{"", "x"};
    CHECK(refused(how));
    how = plain();
    how.server.host.clear();
    CHECK(refused(how));
    how = plain();
    how.server.port = 0;
    CHECK(refused(how));
}
