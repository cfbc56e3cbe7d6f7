// What becomes of a password.
#include "support/catch.hpp"
#include "tds/login.hpp"

#include <ssislb/base/errors.hpp>

#include <boost/asio/error.hpp>

#include <string>

using namespace ssislb;
using namespace ssislb::tds;
using detail::login_attempt;
using detail::network_error;

TEST_CASE("a password that was taken leaves no letter behind", "[tds][login]") {
    for (std::string const secret : {"hunter2", "a password that does not fit into the object"}) {
        options how;
        how.auth = sql_login{"sa", secret};
        login_attempt attempt;
        attempt.take(how);
        CHECK(std::get<sql_login>(attempt.how.auth).password == secret);
        auto& left = std::get<sql_login>(how.auth).password;
        CHECK(left.empty());
        left.resize(left.capacity());
        CHECK(left.find(secret.substr(0, 4)) == std::string::npos);
    }
}

TEST_CASE("what the network says gets a code and keeps its words", "[tds][login]") {
    namespace error = boost::asio::error;
    diagnostics said;
    CHECK(network_error(error::host_not_found, said) == client_errc::host_not_found);
    CHECK(network_error(error::connection_refused, said) == client_errc::connection_refused);
    CHECK(network_error(error::host_unreachable, said) == client_errc::connection_refused);
    CHECK(network_error(error::timed_out, said) == client_errc::timed_out);
    CHECK(network_error(error::no_descriptors, said) == client_errc::out_of_resources);
    REQUIRE(said.client.size() == 5);
    CHECK(said.client[1].os_error == ECONNREFUSED);
    CHECK_FALSE(said.client[1].text.empty());
}
