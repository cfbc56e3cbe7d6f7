// The executors that handlers run on, and what keeps them at work.
#include "tds_scene.hpp"

#include <ssislb/base/serial_executor.hpp>

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>

#include <future>

using namespace ssislb;
using namespace ssislb::test;

TEST_CASE("a handler is never called by the function that begins the operation",
          "[tds][executor]") {
    tds_scene scene;
    // Inside a handler of the same executor too, where it could be called at once.
    bool began = false;
    int called = 0;
    asio::post(scene.io, [&] {
        auto const wrong = [&](error_code error, auto const&...) {
            CHECK(error);
            CHECK(began);
            ++called;
        };
        scene.line.async_execute(tds::batch(""), ample, wrong);
        scene.line.async_call(tds::rpc(""), ample, wrong);
        scene.line.async_wait_dead(wrong);
        scene.line.async_connect(tds::options{}, ample, wrong);
        began = true;
    });
    scene.until([&] { return called == 4; });
}

TEST_CASE("a handler runs on the executor that is bound to it", "[tds][executor]") {
    open_scene scene;
    asio::thread_pool elsewhere(1);
    std::promise<bool> ran_there;
    auto future = ran_there.get_future();
    auto const there = elsewhere.get_executor();
    std::promise<void> watched;
    scene.line.async_wait_dead(asio::bind_executor(there, [&](error_code error) {
        CHECK(error == asio::error::operation_aborted);
        CHECK(there.running_in_this_thread());
        watched.set_value();
    }));
    scene.line.async_execute(tds::batch("select 1"), ample,
                             asio::bind_executor(there, [&](error_code error, tds::result const&) {
                                 CHECK_FALSE(error);
                                 ran_there.set_value(there.running_in_this_thread());
                             }));
    scene.until([&] { return future.wait_for(0s) == std::future_status::ready; });
    CHECK(future.get());
    scene.line.close();
    auto end = watched.get_future();
    scene.until([&] { return end.wait_for(0s) == std::future_status::ready; });
    elsewhere.join();
}

TEST_CASE("an outstanding operation keeps both executors at work", "[tds][executor]") {
    open_scene scene;
    asio::io_context elsewhere(1);
    bool called = false;
    scene.line.async_execute(
        tds::batch("select 1"), ample,
        asio::bind_executor(elsewhere, [&](error_code error, tds::result const&) {
            CHECK_FALSE(error);
            called = true;
        }));
    scene.io.restart();
    scene.io.run();
    CHECK_FALSE(called);
    elsewhere.run();
    CHECK(called);
    CHECK(scene.works());
}

TEST_CASE("a connection keeps no executor at work once nobody watches it", "[tds][executor]") {
    open_scene scene;
    auto const watch = scene.begin_watch();
    CHECK(scene.works());
    SECTION("canceled") {
        watch->signal.emit(asio::cancellation_type::total);
    }
    SECTION("closed") {
        scene.line.close();
    }
    SECTION("dead") {
        scene.listener->stop();
    }
    scene.io.restart();
    scene.io.run_for(ample / 10);
    CHECK(watch->done);
    CHECK(scene.io.stopped());
}

TEST_CASE("handlers of a connection on a strand run on that strand", "[tds][executor]") {
    tds_scene scene;
    auto const strand = serial(scene.io.get_executor());
    scene.line = tds::connection(strand, scene.runtime);
    scene.log_in();
    int called = 0;
    scene.line.async_execute(tds::batch("select 1"), ample, [&](error_code error, auto const&) {
        CHECK_FALSE(error);
        CHECK(strand.running_in_this_thread());
        // It goes to the end at once, but not from inside the function that begins it.
        scene.line.async_execute(tds::batch(""), ample, [&](error_code wrong, auto const&) {
            CHECK(wrong == client_errc::invalid_argument);
            CHECK(called == 1);
            CHECK(strand.running_in_this_thread());
            ++called;
        });
        ++called;
    });
    scene.until([&] { return called == 2; });
}

TEST_CASE("an idle connection keeps no executor at work", "[tds][executor]") {
    open_scene scene;
    CHECK(scene.works());
    scene.io.restart();
    scene.io.run();
    auto const begun = scene.begin_and_arrive("slow");
    begun->signal.emit(asio::cancellation_type::total);
    scene.io.run();
    CHECK(begun->done);
    CHECK(scene.works());
}
