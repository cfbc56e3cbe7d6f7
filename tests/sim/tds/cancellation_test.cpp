// Cancellation through the handler's slot, by phase and by type.
#include "tds_scene.hpp"
#include "useless_port.hpp"

#include <atomic>
#include <future>

using namespace ssislb;
using namespace ssislb::test;

namespace {

using asio::cancellation_type;

/// A scene whose only thread is held, and a second connection whose request waits for it.
struct crowded_scene : open_scene {
    crowded_scene()
        : open_scene({}, {.calls_min = 1, .calls_max = 1}) {
        auto connected = std::make_shared<operation<diagnostics>>();
        queued.async_connect(how(), ample, operation<diagnostics>::handler(connected));
        REQUIRE_FALSE(finish(connected)->error);
        holder = begin_and_read();
    }

    calling begin_queued() {
        auto begun = std::make_shared<operation<tds::result>>();
        queued.async_execute(tds::batch(too_long_for_the_socket()), ample,
                             operation<tds::result>::handler(begun));
        return begun;
    }

    void release() {
        holder->signal.emit(cancellation_type::terminal);
        finish(holder);
    }

    tds::connection queued{io.get_executor(), runtime};
    calling holder;
};

} // namespace

TEST_CASE("a request that waits for a thread is withdrawn and its connection lives",
          "[tds][cancel]") {
    for (auto const type :
         {cancellation_type::total, cancellation_type::partial, cancellation_type::terminal}) {
        crowded_scene scene;
        auto const begun = scene.begin_queued();
        begun->signal.emit(type);
        CHECK(scene.finish(begun)->error == asio::error::operation_aborted);
        CHECK(scene.queued.is_open());
        CHECK(scene.requests() == 1);
        scene.release();
        CHECK_FALSE(scene.finish(scene.begin_queued())->error);
        CHECK(scene.requests() == 2);
    }
}

TEST_CASE("a politely canceled wait stops the server and keeps the connection", "[tds][cancel]") {
    open_scene scene;
    for (auto const type : {cancellation_type::total, cancellation_type::partial}) {
        auto const begun = scene.begin_and_arrive("slow");
        begun->signal.emit(type);
        CHECK(scene.finish(begun)->error == asio::error::operation_aborted);
        CHECK(scene.works());
    }
}

TEST_CASE("a request canceled as soon as it is made leaves a usable connection", "[tds][cancel]") {
    open_scene scene;
    for (int round = 0; round < 50; ++round) {
        auto const begun = scene.begin("slow");
        begun->signal.emit(cancellation_type::total);
        CHECK(scene.finish(begun)->error == asio::error::operation_aborted);
        REQUIRE(scene.works());
    }
}

TEST_CASE("a terminally canceled wait ends the connection", "[tds][cancel]") {
    open_scene scene;
    auto const begun = scene.begin_and_arrive("slow");
    begun->signal.emit(cancellation_type::terminal);
    CHECK(scene.finish(begun)->error == asio::error::operation_aborted);
    CHECK_FALSE(scene.line.is_open());
    scene.log_in();
    CHECK(scene.works());
}

TEST_CASE("a call canceled in mid-answer ends the connection, if it may leave a trace",
          "[tds][cancel]") {
    open_scene scene;
    for (auto const type : {cancellation_type::partial, cancellation_type::terminal}) {
        auto const begun = scene.begin_and_read();
        begun->signal.emit(type);
        CHECK(scene.finish(begun)->error == asio::error::operation_aborted);
        CHECK_FALSE(scene.line.is_open());
        scene.log_in();
    }
    CHECK(scene.works());
}

TEST_CASE("a call that may leave no trace is too late to be canceled in mid-answer",
          "[tds][cancel]") {
    std::atomic<milliseconds> stall{24h};
    open_scene scene({[&](sql::batch const& batch) {
        auto response = plain_answer(batch);
        if (batch.text == "stuck")
            response.delivery.stall = stall;
        return response;
    }});
    SECTION("the rest of the answer comes") {
        stall = 20ms;
        auto const begun = scene.begin_and_read();
        begun->signal.emit(cancellation_type::total);
        CHECK_FALSE(scene.finish(begun)->error);
        CHECK(scene.works());
    }
    SECTION("somebody insists") {
        auto const begun = scene.begin_and_read();
        begun->signal.emit(cancellation_type::total);
        begun->signal.emit(cancellation_type::terminal);
        CHECK(scene.finish(begun)->error == asio::error::operation_aborted);
        CHECK_FALSE(scene.line.is_open());
    }
}

TEST_CASE("a server that does not heed a polite request to stop loses the connection",
          "[tds][cancel]") {
    std::promise<void> enough;
    auto const released = enough.get_future().share();
    std::atomic<bool> asked = false;
    {
        open_scene scene({[&](sql::batch const& batch) {
            asked = true;
            released.wait();
            return plain_answer(batch);
        }});
        auto const begun = scene.begin("anything");
        scene.until([&] { return asked.load(); });
        SECTION("when its grace has passed") {
            begun->signal.emit(cancellation_type::total);
        }
        SECTION("or at once when it is told terminally as well") {
            begun->signal.emit(cancellation_type::total);
            begun->signal.emit(cancellation_type::terminal);
        }
        CHECK(scene.finish(begun)->error == asio::error::operation_aborted);
        CHECK_FALSE(scene.line.is_open());
        enough.set_value();
    }
}

TEST_CASE("a signal of no type, and one after the end, change nothing", "[tds][cancel]") {
    open_scene scene;
    auto const first = scene.begin("select 1");
    first->signal.emit(cancellation_type::none);
    CHECK_FALSE(scene.finish(first)->error);
    auto const second = scene.begin_and_arrive("slow");
    first->signal.emit(cancellation_type::terminal);
    second->signal.emit(cancellation_type::total);
    CHECK(scene.finish(second)->error == asio::error::operation_aborted);
    CHECK(scene.works());
}

TEST_CASE("a canceled connect ends at once in each of its phases", "[tds][cancel]") {
    silent_port silent;
    tds_client client(silent.number());
    for (auto const type :
         {cancellation_type::total, cancellation_type::partial, cancellation_type::terminal}) {
        auto named = client.how();
        named.server.host = "localhost";
        for (auto const& options : {client.how(), named}) {
            auto const begun = client.begin_connect(options);
            begun->signal.emit(type);
            CHECK(client.finish(begun)->error == asio::error::operation_aborted);
        }
        auto const begun = client.begin_connect(client.how());
        client.until([&] { return silent.heard(); });
        begun->signal.emit(type);
        CHECK(client.finish(begun)->error == asio::error::operation_aborted);
        CHECK_FALSE(client.line.is_open());
        silent.hang_up();
    }
}
