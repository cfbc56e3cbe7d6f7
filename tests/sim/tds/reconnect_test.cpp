// Connecting many times leaves nothing behind.
#include "tds_scene.hpp"

using namespace ssislb;
using namespace ssislb::test;

namespace {

constexpr int times = 300;

/// One thread a pool: a call comes after all that is left of the connection before it.
constexpr tds::runtime::sizes single{.calls_min = 1, .calls_max = 1, .logins = 1};

} // namespace

TEST_CASE("connecting many times leaves no descriptor and no thread behind", "[tds][reconnect]") {
    open_scene scene({}, single);
    // The second login closes what the first one opened, which takes a thread.
    scene.log_in();
    REQUIRE(scene.works());
    auto const descriptors = open_descriptors();
    auto const threads = living_threads();
    for (int count = 0; count < times; ++count) {
        scene.log_in();
        REQUIRE(scene.works());
    }
    // The server closes its side when it sees the end of ours.
    scene.until([&] { return open_descriptors() <= descriptors; });
    CHECK(open_descriptors() <= descriptors);
    CHECK(living_threads() == threads);
    CHECK(scene.listener->counters().logins == times + 2);
}

TEST_CASE("connections that end badly leave nothing behind", "[tds][reconnect]") {
    open_scene scene({}, single);
    // The second login closes what the first one opened, which takes a thread.
    scene.log_in();
    REQUIRE(scene.works());
    auto const descriptors = open_descriptors();
    auto const threads = living_threads();
    for (int count = 0; count < times / 10; ++count) {
        auto const begun = count % 2 == 0 ? scene.begin_and_arrive("slow") : scene.begin_and_read();
        begun->signal.emit(asio::cancellation_type::terminal);
        scene.finish(begun);
        auto const given_up = scene.begin_connect(scene.how());
        scene.line.close();
        CHECK(scene.finish(given_up)->error == asio::error::operation_aborted);
        auto wrong = scene.how();
        wrong.encrypt = tds::encryption::require;
        CHECK(scene.connect(wrong)->error == client_errc::tls_or_login_failed);
        scene.log_in();
        REQUIRE(scene.works());
    }
    scene.until([&] { return open_descriptors() <= descriptors; });
    CHECK(open_descriptors() <= descriptors);
    CHECK(living_threads() == threads);
}

TEST_CASE("a runtime that ends takes its threads with it", "[tds][reconnect]") {
    { open_scene const warm; }
    auto const descriptors = open_descriptors();
    auto const threads = living_threads();
    for (int count = 0; count < 10; ++count) {
        open_scene scene;
        REQUIRE(scene.works());
    }
    CHECK(open_descriptors() <= descriptors);
    CHECK(living_threads() == threads);
}
