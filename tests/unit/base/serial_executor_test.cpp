// Where an object does its work: on the strand that it was given, or on one of its own.
#include "support/catch.hpp"

#include <ssislb/base/serial_executor.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>

using namespace ssislb;
namespace asio = boost::asio;

TEST_CASE("an executor gets a strand", "[serial_executor]") {
    asio::io_context io;
    asio::any_io_executor const plain = io.get_executor();
    CHECK(serial(plain) != serial(plain));
    CHECK(serial(plain).get_inner_executor() == plain);
}

TEST_CASE("a strand is taken as it is", "[serial_executor]") {
    asio::io_context io;
    auto const strand = asio::make_strand(asio::any_io_executor(io.get_executor()));
    CHECK(serial(strand) == strand);
    asio::any_io_executor const erased = strand;
    CHECK(serial(erased) == strand);
}

TEST_CASE("what is posted to it never runs at the same time", "[serial_executor]") {
    asio::thread_pool pool(4);
    auto const strand = serial(pool.get_executor());
    // Not atomic: a second thread in it would be seen by the thread sanitizer, and in the sum.
    int sum = 0;
    for (int i = 0; i < 10'000; ++i)
        asio::post(strand, [&sum] { ++sum; });
    pool.join();
    CHECK(sum == 10'000);
}
