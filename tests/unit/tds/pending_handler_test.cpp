// Where the handler of an operation runs, and whether it takes another turn to get there.
#include "support/catch.hpp"
#include "tds/pending_handler.hpp"

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/io_context.hpp>

#include <utility>

using namespace ssislb;
namespace asio = boost::asio;

namespace {

using pending = tds::detail::pending_handler<int>;

/// A connection's executor and its strand, and what becomes of one handler.
struct scene {
    asio::io_context io;
    asio::io_context elsewhere;
    serial_executor strand = serial(io.get_executor());
    bool called = false;

    auto handler() {
        return [this](error_code error, int answer) {
            CHECK_FALSE(error);
            CHECK(answer == 42);
            called = true;
        };
    }

    /// Completes it on the strand, at the end of an operation. True: it was called in place.
    bool is_called_in_place(pending::handler_type made, asio::any_io_executor const& executor) {
        pending one(std::move(made), executor, strand);
        bool in_place = false;
        asio::dispatch(strand, [&] {
            std::move(one).complete_now({}, 42);
            in_place = called;
        });
        io.poll();
        return in_place;
    }
};

} // namespace

TEST_CASE("a handler without an executor is called in place", "[tds][handler]") {
    scene made;
    SECTION("of a connection on a context") {
        CHECK(made.is_called_in_place(made.handler(), made.io.get_executor()));
    }
    SECTION("of a connection on a strand") {
        CHECK(made.is_called_in_place(made.handler(), made.strand));
    }
}

TEST_CASE("a handler bound to what the connection works on is called in place", "[tds][handler]") {
    scene made;
    SECTION("to the context") {
        CHECK(made.is_called_in_place(asio::bind_executor(made.io.get_executor(), made.handler()),
                                      made.io.get_executor()));
    }
    SECTION("to the context, its type unknown") {
        asio::any_io_executor const boxed = made.io.get_executor();
        CHECK(made.is_called_in_place(asio::bind_executor(boxed, made.handler()),
                                      made.io.get_executor()));
    }
    SECTION("to the strand") {
        CHECK(made.is_called_in_place(asio::bind_executor(made.strand, made.handler()),
                                      made.io.get_executor()));
    }
    SECTION("to the strand, its type unknown") {
        asio::any_io_executor const boxed = made.strand;
        CHECK(made.is_called_in_place(asio::bind_executor(boxed, made.handler()), made.strand));
    }
}

TEST_CASE("a handler bound to another executor runs there, which has work until then",
          "[tds][handler]") {
    scene made;
    auto const other = made.elsewhere.get_executor();
    pending one(asio::bind_executor(other, made.handler()),
                asio::any_io_executor(made.io.get_executor()), made.strand);
    made.elsewhere.poll();
    CHECK_FALSE(made.elsewhere.stopped());
    asio::dispatch(made.strand, [&] { std::move(one).complete_now({}, 42); });
    made.io.poll();
    CHECK_FALSE(made.called);
    made.elsewhere.poll();
    CHECK(made.called);
}

TEST_CASE("a handler that is posted takes another turn wherever it runs", "[tds][handler]") {
    scene made;
    bool const on_strand = GENERATE(true, false);
    asio::any_io_executor executor = made.io.get_executor();
    if (on_strand)
        executor = made.strand;
    pending one(made.handler(), executor, made.strand);
    made.io.poll();
    CHECK_FALSE(made.io.stopped());
    asio::dispatch(made.strand, [&] {
        std::move(one).complete({}, 42);
        CHECK_FALSE(made.called);
    });
    made.io.poll();
    CHECK(made.called);
}
