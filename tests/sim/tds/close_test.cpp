// The end of a connection, and of what stands around it, with something outstanding.
#include "tds_scene.hpp"
#include "useless_port.hpp"

#include <optional>

using namespace ssislb;
using namespace ssislb::test;

namespace {

constexpr auto aborted = asio::error::operation_aborted;

/// What can be outstanding, by the phase it is in.
enum class phase { sending, waiting, reading };

calling begin_in(tds_scene& scene, phase where) {
    switch (where) {
    case phase::sending:
        return scene.begin("slow");
    case phase::waiting:
        return scene.begin_and_arrive("slow");
    case phase::reading:
        break;
    }
    return scene.begin_and_read();
}

constexpr phase phases[] = {phase::sending, phase::waiting, phase::reading};

} // namespace

TEST_CASE("close aborts what is outstanding and ends the connection", "[tds][close]") {
    open_scene scene;
    for (auto const where : phases) {
        auto const watch = scene.begin_watch();
        auto const begun = begin_in(scene, where);
        scene.line.close();
        CHECK_FALSE(scene.line.is_open());
        CHECK(scene.finish(begun)->error == aborted);
        CHECK(scene.finish(watch)->error == aborted);
        CHECK(scene.ask("select 1")->error == client_errc::not_connected);
        scene.log_in();
    }
    CHECK(scene.works());
}

TEST_CASE("close aborts a connect, and a connect after it starts anew", "[tds][close]") {
    silent_port const silent;
    tds_scene scene;
    auto elsewhere = scene.how();
    elsewhere.server.port = silent.number();
    auto const begun = scene.begin_connect(elsewhere);
    scene.line.close();
    auto const again = scene.begin_connect(scene.how());
    CHECK(scene.finish(begun)->error == aborted);
    CHECK_FALSE(scene.finish(again)->error);
    CHECK(scene.works());
}

TEST_CASE("to close what is not open does nothing", "[tds][close]") {
    tds_scene scene;
    scene.line.close();
    scene.log_in();
    scene.line.close();
    scene.line.close();
    CHECK(scene.ask("select 1")->error == client_errc::not_connected);
}

TEST_CASE("the destruction of a connection aborts what is outstanding", "[tds][close]") {
    open_scene scene;
    for (auto const where : phases) {
        auto const watch = scene.begin_watch();
        auto const begun = begin_in(scene, where);
        { auto const gone = std::move(scene.line); }
        CHECK(scene.finish(begun)->error == aborted);
        CHECK(scene.finish(watch)->error == aborted);
        scene.line = tds::connection(scene.io.get_executor(), scene.runtime);
        scene.log_in();
    }
}

TEST_CASE("an assignment to a connection aborts what is outstanding on it", "[tds][close]") {
    open_scene scene;
    auto const begun = scene.begin_and_arrive("slow");
    scene.line = tds::connection(scene.io.get_executor(), scene.runtime);
    CHECK_FALSE(scene.line.is_open());
    CHECK(scene.finish(begun)->error == aborted);
    scene.log_in();
    CHECK(scene.works());
}

TEST_CASE("a connection moves with what is outstanding on it", "[tds][close]") {
    open_scene scene;
    auto const begun = scene.begin("select 1");
    tds::connection moved(std::move(scene.line));
    CHECK_FALSE(scene.finish(begun)->error);
    CHECK(moved.is_open());
    scene.line = std::move(moved);
    CHECK(scene.works());
}

TEST_CASE("the end of the execution context destroys handlers uncalled", "[tds][close]") {
    tds_scene server;
    for (auto const where : phases) {
        bool called = false;
        auto token = std::make_shared<int>();
        std::weak_ptr<int> const alive = token;
        auto io = std::make_unique<asio::io_context>(1);
        tds::connection line(io->get_executor(), server.runtime);
        bool connected = false;
        line.async_connect(server.how(), ample, [&](error_code error, diagnostics const&) {
            CHECK_FALSE(error);
            connected = true;
        });
        while (!connected)
            io->run_one();
        auto const before = server.requests();
        line.async_wait_dead([&called, token](error_code) { called = true; });
        line.async_execute(
            tds::batch(where == phase::reading ? "stuck" : "slow"), ample,
            [&called, kept = token](error_code, tds::result const&) { called = true; });
        token.reset();
        io->restart();
        while (where != phase::sending && server.requests() == before)
            io->run_one_for(1ms);
        io.reset();
        CHECK(alive.expired());
        CHECK_FALSE(called);
        CHECK_FALSE(line.is_open());
    }
}

TEST_CASE("the execution context may end at the moment when a login that was given up returns",
          "[tds][close]") {
    silent_port const silent;
    for (int round = 0; round < 1000; ++round) {
        tds_client client(silent.number());
        auto options = client.how();
        options.server.host = "localhost";
        auto const begun = client.begin_connect(options);
        begun->signal.emit(asio::cancellation_type::total);
        CHECK(client.finish(begun)->error == aborted);
    }
}
