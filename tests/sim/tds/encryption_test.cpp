// Who insists on encryption, and what is encrypted then.
#include "tds_scene.hpp"

#include <ostream>

using namespace ssislb;
using namespace ssislb::test;

namespace {

using sim::encryption_mode;
using tds::encryption;

sim::listen_options offering(encryption_mode mode, bool required = false) {
    sim::listen_options options;
    options.encryption = mode;
    options.encryption_required = required;
    return options;
}

enum class wire { none, plain, encrypted };

std::ostream& operator<<(std::ostream& to, wire seen) {
    return to << (seen == wire::none ? "none" : seen == wire::plain ? "plain" : "encrypted");
}

/// What the bytes of one answer come to, both descriptors of the line counted.
std::uint64_t answer_size(tds_scene& scene) {
    auto const before = bytes_read_from(scene.port);
    REQUIRE(scene.works());
    return bytes_read_from(scene.port) - before;
}

std::uint64_t plain_size() {
    open_scene scene;
    return answer_size(scene);
}

wire wire_between(encryption client, sim::listen_options server) {
    tds_scene scene({}, {}, std::move(server));
    auto options = scene.how();
    options.encrypt = client;
    auto const error = scene.connect(options)->error;
    if (error) {
        CHECK(error == (client == encryption::off ? client_errc::connection_lost
                                                  : client_errc::tls_or_login_failed));
        return wire::none;
    }
    return answer_size(scene) == plain_size() ? wire::plain : wire::encrypted;
}

} // namespace

TEST_CASE("with encryption off nothing is encrypted, and who insists gives no connection",
          "[tds][tls]") {
    CHECK(wire_between(encryption::off, offering(encryption_mode::off)) == wire::plain);
    CHECK(wire_between(encryption::off, offering(encryption_mode::login_only)) == wire::plain);
    CHECK(wire_between(encryption::off, offering(encryption_mode::full)) == wire::plain);
    CHECK(wire_between(encryption::off, offering(encryption_mode::full, true)) == wire::none);
    CHECK(wire_between(encryption::off, offering(encryption_mode::login_only, true)) == wire::none);
}

TEST_CASE("with encryption requested the server decides about all but the login", "[tds][tls]") {
    CHECK(wire_between(encryption::request, offering(encryption_mode::off)) == wire::plain);
    CHECK(wire_between(encryption::request, offering(encryption_mode::login_only)) == wire::plain);
    CHECK(wire_between(encryption::request, offering(encryption_mode::login_only, true)) ==
          wire::plain);
    CHECK(wire_between(encryption::request, offering(encryption_mode::full)) == wire::encrypted);
    CHECK(wire_between(encryption::request, offering(encryption_mode::full, true)) ==
          wire::encrypted);
}

TEST_CASE("with encryption required all is encrypted or no connection is", "[tds][tls]") {
    CHECK(wire_between(encryption::require, offering(encryption_mode::off)) == wire::none);
    CHECK(wire_between(encryption::require, offering(encryption_mode::login_only)) ==
          wire::encrypted);
    CHECK(wire_between(encryption::require, offering(encryption_mode::full)) == wire::encrypted);
}
