// How the death of a connection is noticed.
#include "tds_scene.hpp"

using namespace ssislb;
using namespace ssislb::test;

namespace {

constexpr auto aborted = asio::error::operation_aborted;

} // namespace

TEST_CASE("the death of an idle connection is told to who waits for it", "[tds][dead]") {
    open_scene scene;
    auto const watch = scene.begin_watch();
    CHECK(scene.works());
    SECTION("when the server is killed") {
        scene.service->die();
    }
    SECTION("when the server stops") {
        scene.listener->stop();
    }
    CHECK_FALSE(scene.finish(watch)->error);
    CHECK_FALSE(scene.line.is_open());
    CHECK(scene.ask("select 1")->error == client_errc::not_connected);
    CHECK(scene.finish(scene.begin_watch())->error == client_errc::not_connected);
}

TEST_CASE("a connection that nobody watches is seen to be dead by a call", "[tds][dead]") {
    open_scene scene;
    scene.listener->stop();
    // The cut may reach us a little later; until then the server still answers.
    auto told = scene.ask("select 1");
    while (!told->error)
        told = scene.ask("select 1");
    CHECK(
        (told->error == client_errc::not_connected || told->error == client_errc::connection_lost));
    CHECK_FALSE(scene.line.is_open());
}

TEST_CASE("a server that dies under a call is told to the call and to who watches", "[tds][dead]") {
    open_scene scene;
    auto const watch = scene.begin_watch();
    calling begun;
    SECTION("that waits") {
        begun = scene.begin_and_arrive("slow");
    }
    SECTION("that reads") {
        begun = scene.begin_and_read();
    }
    scene.listener->stop();
    CHECK(scene.finish(begun)->error == client_errc::connection_lost);
    CHECK_FALSE(scene.finish(watch)->error);
    CHECK_FALSE(scene.line.is_open());
    scene.listener->start();
    scene.log_in();
    CHECK(scene.works());
}

TEST_CASE("a call that ends the connection is told to who watches", "[tds][dead]") {
    open_scene scene;
    auto const watch = scene.begin_watch();
    auto const begun = scene.begin_and_arrive("slow");
    begun->signal.emit(asio::cancellation_type::terminal);
    CHECK_FALSE(scene.finish(watch)->error);
    CHECK(scene.finish(begun)->error == aborted);
}

TEST_CASE("the wait for death is canceled by its slot and the connection is left alone",
          "[tds][dead]") {
    open_scene scene;
    for (auto const type : {asio::cancellation_type::total, asio::cancellation_type::partial,
                            asio::cancellation_type::terminal}) {
        auto const watch = scene.begin_watch();
        CHECK(scene.works());
        watch->signal.emit(type);
        CHECK(scene.finish(watch)->error == aborted);
        CHECK(scene.works());
        auto const beside = scene.begin_watch();
        auto const call = scene.begin_and_arrive("slow");
        beside->signal.emit(type);
        CHECK(scene.finish(beside)->error == aborted);
        CHECK_FALSE(call->done);
        call->signal.emit(asio::cancellation_type::total);
        CHECK(scene.finish(call)->error == aborted);
        CHECK(scene.works());
    }
}

TEST_CASE("one waits for the death at a time, and only of what lives", "[tds][dead]") {
    tds_scene scene;
    CHECK(scene.finish(scene.begin_watch())->error == client_errc::not_connected);
    scene.log_in();
    auto const first = scene.begin_watch();
    CHECK(scene.finish(scene.begin_watch())->error == client_errc::operation_in_progress);
    CHECK(scene.works());
    CHECK_FALSE(first->done);
    scene.listener->stop();
    CHECK_FALSE(scene.finish(first)->error);
}

TEST_CASE("a watched connection works on, call after call", "[tds][dead]") {
    open_scene scene;
    auto const watch = scene.begin_watch();
    for (int round = 0; round < 200; ++round)
        REQUIRE(scene.works());
    CHECK_FALSE(watch->done);
    scene.line.close();
    CHECK(scene.finish(watch)->error == aborted);
}

TEST_CASE("a second call while one is outstanding is turned away", "[tds][dead]") {
    open_scene scene;
    auto const first = scene.begin_and_arrive("slow");
    CHECK(scene.ask("select 1")->error == client_errc::operation_in_progress);
    CHECK(scene.connect()->error == client_errc::operation_in_progress);
    first->signal.emit(asio::cancellation_type::total);
    CHECK(scene.finish(first)->error == aborted);
    CHECK(scene.works());
}
