// The deadline of a call, in each of its phases.
#include "tds_scene.hpp"

using namespace ssislb;
using namespace ssislb::test;

namespace {

/// Calls with ever longer deadlines until one passes after the request has gone out: before that,
/// the machine was too busy, the connection lives, and nothing has been sent.
calling times_out_after_sending(tds_scene& scene, std::string const& sql) {
    for (auto timeout = 20ms;; timeout *= 2) {
        auto told = scene.finish(scene.begin(sql, timeout));
        if (told->error != client_errc::timed_out || !scene.line.is_open())
            return told;
        CHECK(scene.requests() == 0);
    }
}

} // namespace

TEST_CASE("a deadline that passes while the server is silent ends the connection",
          "[tds][deadline]") {
    open_scene scene;
    CHECK(times_out_after_sending(scene, "slow")->error == client_errc::timed_out);
    CHECK_FALSE(scene.line.is_open());
    CHECK(scene.ask("select 1")->error == client_errc::not_connected);
    scene.log_in();
    CHECK(scene.works());
}

TEST_CASE("a deadline that passes in mid-answer ends the connection", "[tds][deadline]") {
    open_scene scene;
    CHECK(times_out_after_sending(scene, "stuck")->error == client_errc::timed_out);
    CHECK_FALSE(scene.line.is_open());
    scene.log_in();
    CHECK(scene.works());
}

TEST_CASE("a deadline that passes while the request waits for a thread sends nothing",
          "[tds][deadline]") {
    // The only thread is held by the other connection, whose server stopped in mid-answer.
    open_scene scene({}, {.calls_min = 1, .calls_max = 1});
    tds::connection other(scene.io.get_executor(), scene.runtime);
    auto connected = std::make_shared<operation<diagnostics>>();
    other.async_connect(scene.how(), ample, operation<diagnostics>::handler(connected));
    REQUIRE_FALSE(scene.finish(connected)->error);
    auto const holder = scene.begin_and_read();

    auto late = std::make_shared<operation<tds::result>>();
    other.async_execute(tds::batch(too_long_for_the_socket()), 5ms,
                        operation<tds::result>::handler(late));
    CHECK(scene.finish(late)->error == client_errc::timed_out);
    CHECK(other.is_open());
    CHECK(scene.requests() == 1);

    holder->signal.emit(asio::cancellation_type::terminal);
    CHECK(scene.finish(holder)->error == asio::error::operation_aborted);
    auto again = std::make_shared<operation<tds::result>>();
    other.async_execute(tds::batch("select 1"), ample, operation<tds::result>::handler(again));
    CHECK_FALSE(scene.finish(again)->error);
    CHECK(scene.requests() == 2);
}

TEST_CASE("no time at all is a deadline that has passed", "[tds][deadline]") {
    open_scene scene;
    for (auto const timeout : {0ms, -1ms, milliseconds::min()}) {
        CAPTURE(timeout.count());
        if (!scene.line.is_open())
            scene.log_in();
        CHECK(scene.finish(scene.begin("slow", timeout))->error == client_errc::timed_out);
    }
}

TEST_CASE("a deadline in the far future is no trouble", "[tds][deadline]") {
    open_scene scene;
    CHECK_FALSE(scene.finish(scene.begin("select 1", milliseconds::max()))->error);
    CHECK_FALSE(scene.finish(scene.begin_connect(scene.how(), milliseconds::max()))->error);
    CHECK(scene.works());
}

TEST_CASE("a late answer to an old call is never taken for the next one's", "[tds][deadline]") {
    open_scene scene({[](sql::batch const& asked) {
        auto response = answer(one_number(asked.text == "first" ? 1 : 2));
        if (asked.text == "first")
            response.delivery.delay = 20ms;
        return response;
    }});
    // The deadline lies where the answer comes. Either may be first, and a line that the deadline
    // has ended under a complete answer is dead all the same.
    for (int round = 0; round < 20; ++round) {
        auto const first = scene.finish(scene.begin("first", 20ms));
        if (first->error)
            CHECK(first->error == client_errc::timed_out);
        else
            CHECK(*first->answer().sets.at(0).get<std::int64_t>(0, 0) == 1);
        if (!scene.line.is_open())
            scene.log_in();
        auto const second = scene.ask("second");
        REQUIRE_FALSE(second->error);
        CHECK(*second->answer().sets.at(0).get<std::int64_t>(0, 0) == 2);
    }
}
