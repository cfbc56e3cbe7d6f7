// Certificates: who signed them, and for which host.
#include "tds_scene.hpp"

#include <sys/mman.h>
#include <unistd.h>

using namespace ssislb;
using namespace ssislb::test;

namespace {

/// An authority's certificate as a file, in memory.
class authority {
public:
    explicit authority(sim::certificate const& of)
        : descriptor_(::memfd_create("authority", MFD_CLOEXEC)) {
        auto const& text = of.authority_pem();
        REQUIRE(::write(descriptor_, text.data(), text.size()) ==
                static_cast<ssize_t>(text.size()));
    }
    authority(authority const&) = delete;
    authority& operator=(authority const&) = delete;
    ~authority() { ::close(descriptor_); }

    [[nodiscard]] std::string path() const {
        return "/proc/self/fd/" + std::to_string(descriptor_);
    }

private:
    int descriptor_;
};

sim::certificate const& foreign() {
    static auto const made = sim::certificate::for_names({"elsewhere.example"});
    return made;
}

sim::listen_options showing(sim::certificate const& certificate) {
    sim::listen_options options;
    options.encryption = sim::encryption_mode::full;
    options.encryption_required = true;
    options.certificate = certificate;
    return options;
}

tds::options verifying(tds_scene const& scene, std::string ca_file) {
    auto options = scene.how();
    options.server.host = "localhost";
    options.encrypt = tds::encryption::require;
    options.verify_certificate = true;
    options.ca_file = std::move(ca_file);
    return options;
}

} // namespace

TEST_CASE("a certificate of a trusted authority for this host is accepted", "[tds][tls]") {
    auto const& certificate = sim::certificate::for_localhost();
    authority const trusted(certificate);
    tds_scene scene({}, {}, showing(certificate));
    CHECK_FALSE(scene.connect(verifying(scene, trusted.path()))->error);
    CHECK(scene.works());
}

TEST_CASE("a certificate of an authority that is not trusted is refused", "[tds][tls]") {
    tds_scene scene({}, {}, showing(sim::certificate::for_localhost()));
    CHECK(scene.connect(verifying(scene, "system"))->error == client_errc::tls_or_login_failed);
    authority const other(foreign());
    CHECK(scene.connect(verifying(scene, other.path()))->error == client_errc::tls_or_login_failed);
    auto const nobody = scene.connect(verifying(scene, "/no/such/file"));
    CHECK(nobody->error == client_errc::invalid_argument);
    CHECK(to_string(nobody->answer()).find("/no/such/file cannot be read") != std::string::npos);
    CHECK_FALSE(scene.line.is_open());
    CHECK(scene.listener->counters().logins == 0);
}

TEST_CASE("a certificate for another host is refused", "[tds][tls]") {
    authority const trusted(foreign());
    tds_scene scene({}, {}, showing(foreign()));
    CHECK(scene.connect(verifying(scene, trusted.path()))->error ==
          client_errc::tls_or_login_failed);
    CHECK(scene.listener->counters().logins == 0);
}

TEST_CASE("an address is not the host that the certificate names", "[tds][tls]") {
    auto const certificate = sim::certificate::for_names({"localhost"});
    authority const trusted(certificate);
    tds_scene scene({}, {}, showing(certificate));
    auto options = verifying(scene, trusted.path());
    options.server.host = "127.0.0.1";
    CHECK(scene.connect(options)->error == client_errc::tls_or_login_failed);
    CHECK_FALSE(scene.connect(verifying(scene, trusted.path()))->error);
}

TEST_CASE("who does not verify takes any certificate", "[tds][tls]") {
    tds_scene scene({}, {}, showing(foreign()));
    auto options = verifying(scene, "system");
    options.verify_certificate = false;
    CHECK_FALSE(scene.connect(options)->error);
    CHECK(scene.works());
}
