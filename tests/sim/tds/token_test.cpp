// Completion tokens: deferred, awaited, tuples, futures, handlers.
#include "tds_scene.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>

#include <exception>
#include <future>
#include <memory>
#include <optional>

using namespace ssislb;
using namespace ssislb::test;

namespace {

/// Runs the coroutine to its end.
template <class Story>
void play(tds_client& client, Story&& story) {
    std::optional<std::exception_ptr> end;
    asio::co_spawn(client.io, std::forward<Story>(story),
                   [&](std::exception_ptr thrown) { end = thrown; });
    client.until([&] { return end.has_value(); });
    if (*end)
        std::rethrow_exception(*end);
}

std::int64_t number(tds::result const& of) {
    return *of.sets.at(0).get<std::int64_t>(0, 0);
}

} // namespace

TEST_CASE("without a token an operation is deferred and can be awaited", "[tds][token]") {
    tds_scene scene;
    play(scene, [&]() -> asio::awaitable<void> {
        co_await scene.line.async_connect(scene.how(), ample);
        auto const told = co_await scene.line.async_execute(tds::batch("select 1"), ample);
        CHECK(number(told) == 1);
        auto later = scene.line.async_call(tds::rpc("sp_any"), ample);
        CHECK(scene.requests() == 1);
        co_await std::move(later);
        CHECK(scene.requests() == 2);
    });
}

TEST_CASE("an awaited operation that fails throws its code", "[tds][token]") {
    tds_scene scene;
    play(scene, [&]() -> asio::awaitable<void> {
        try {
            co_await scene.line.async_execute(tds::batch("select 1"), ample);
            FAIL("nothing was connected");
        } catch (boost::system::system_error const& error) {
            CHECK(error.code() == client_errc::not_connected);
        }
    });
}

TEST_CASE("a tuple holds the code and the answer", "[tds][token]") {
    tds_scene scene;
    play(scene, [&]() -> asio::awaitable<void> {
        constexpr auto token = asio::as_tuple(asio::use_awaitable);
        auto const [failed, said] = co_await scene.line.async_connect(scene.how(), ample, token);
        CHECK_FALSE(failed);
        CHECK(said.server.size() == 2);
        auto const [error, told] =
            co_await scene.line.async_execute(tds::batch("select 1"), ample, token);
        CHECK_FALSE(error);
        CHECK(number(told) == 1);
        scene.line.close();
        auto const [dead] = co_await scene.line.async_wait_dead(token);
        CHECK(dead == client_errc::not_connected);
    });
}

TEST_CASE("a future holds the answer or throws", "[tds][token]") {
    tds_scene scene;
    auto const ready = [&](auto const& future) {
        scene.until([&] { return future.wait_for(0s) == std::future_status::ready; });
    };
    auto connected = scene.line.async_connect(scene.how(), ample, asio::use_future);
    ready(connected);
    CHECK(connected.get().server.size() == 2);
    auto told = scene.line.async_execute(tds::batch("select 1"), ample, asio::use_future);
    ready(told);
    CHECK(number(told.get()) == 1);
    scene.line.close();
    auto dead = scene.line.async_wait_dead(asio::use_future);
    ready(dead);
    CHECK_THROWS_AS(dead.get(), boost::system::system_error);
}

TEST_CASE("a handler that can only be moved is taken", "[tds][token]") {
    open_scene scene;
    bool called = false;
    scene.line.async_execute(
        tds::batch("select 1"), ample,
        [&, only = std::make_unique<int>(1)](error_code error, tds::result told) {
            CHECK_FALSE(error);
            CHECK(number(told) == *only);
            called = true;
        });
    scene.until([&] { return called; });
}
