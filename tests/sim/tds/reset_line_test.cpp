// A request that its sender has given up arrives no more.
#include "gated_relay.hpp"
#include "tds_scene.hpp"

using namespace ssislb;
using namespace ssislb::test;

namespace {

/// It cannot be sent as long as nobody reads it.
tds::batch endless() {
    return tds::batch("select 1 -- " + std::string(std::size_t{16} << 20U, '-'));
}

/// Logged in through a relay.
struct relayed_scene : tds_scene {
    relayed_scene() {
        auto there = how();
        there.server.port = relay.port();
        REQUIRE_FALSE(connect(there)->error);
    }

    /// How the line ends for who listens at last.
    [[nodiscard]] error_code end_of_line() {
        relay.open_gate();
        until([&] { return relay.has_ended(); });
        return relay.end();
    }

    gated_relay relay{io, port};
};

} // namespace

TEST_CASE("a call that is given up resets its line, so that nothing of it arrives later",
          "[tds][reset]") {
    relayed_scene scene;
    scene.relay.close_gate();
    SECTION("when it has been sent") {
        CHECK(scene.finish(scene.begin("select 1", 50ms))->error == client_errc::timed_out);
    }
    SECTION("when half of it waits to be sent") {
        CHECK(scene.finish(scene.begin(endless(), 200ms))->error == client_errc::timed_out);
    }
    SECTION("when the connection is closed under it") {
        auto const begun = scene.begin("select 1");
        scene.line.close();
        CHECK(scene.finish(begun)->error == asio::error::operation_aborted);
    }
    CHECK(scene.end_of_line() == asio::error::connection_reset);
}

TEST_CASE("a connection with nothing outstanding is closed politely", "[tds][reset]") {
    relayed_scene scene;
    auto const watch = scene.begin_watch();
    scene.relay.close_gate();
    scene.line.close();
    CHECK(scene.finish(watch)->error == asio::error::operation_aborted);
    CHECK(scene.end_of_line() == asio::error::eof);
}

TEST_CASE("the end of the execution context resets the line of a call under way", "[tds][reset]") {
    tds_scene scene;
    gated_relay relay(scene.io, scene.port);
    auto there = scene.how();
    there.server.port = relay.port();
    auto io = std::make_unique<asio::io_context>(1);
    {
        auto const runtime = std::make_shared<tds::runtime>(tds::runtime::sizes{});
        tds::connection line(io->get_executor(), runtime);
        bool connected = false;
        line.async_connect(there, ample, [&](error_code error, diagnostics const&) {
            CHECK_FALSE(error);
            connected = true;
        });
        auto const turn = [&] {
            io->restart();
            io->poll();
        };
        scene.until([&] {
            turn();
            return connected;
        });
        relay.close_gate();
        line.async_execute(endless(), ample, [](error_code, tds::result const&) {});
        scene.until([&] {
            turn();
            return relay.is_full();
        });
        io.reset();
        // The runtime ends when its threads have closed the line.
    }
    relay.open_gate();
    scene.until([&] { return relay.has_ended(); });
    CHECK(relay.end() == asio::error::connection_reset);
}
