// Thousands of connections that come and go leave nothing behind.
#include "line_meter.hpp"
#include "support/catch.hpp"
#include "support/connection_churn.hpp"
#include "unit/sim_wire/running_server.hpp"

#include <malloc.h>

#include <thread>

using namespace ssislb;
using namespace ssislb::test;

namespace {

constexpr std::size_t rounds = 1'800;

/// What is allocated, whatever the allocator keeps besides. Nothing under a sanitizer, which
/// watches by itself.
std::size_t heap_in_use() {
    auto const figures = ::mallinfo2();
    return figures.uordblks + figures.hblkhd;
}

void wait_until_descriptors_are(std::size_t count) {
    while (open_descriptors() > count)
        std::this_thread::yield();
}

} // namespace

TEST_CASE("connections that come and go in every way leave no descriptor, thread or memory behind",
          "[tds][churn]") {
    // The figures are of one arena: all threads share it.
    ::mallopt(M_ARENA_MAX, 1);
    running_context servers;
    churn_server const server(servers.context);
    auto const runtime = std::make_shared<tds::runtime>(tds::runtime::sizes{});
    asio::io_context io{1};
    // Once, so that everything that stays has been made: threads, caches, settings.
    static_cast<void>(churn(io, runtime, server.where(), rounds / 3));
    auto const descriptors = open_descriptors();
    auto const heap = heap_in_use();

    auto const counts = churn(io, runtime, server.where(), rounds);
    CAPTURE(counts.attempts, counts.answered, counts.encrypted, counts.cut, counts.canceled,
            counts.dropped);
    CHECK(counts.attempts == rounds);
    CHECK(counts.answered >= rounds / 3);
    CHECK(counts.encrypted >= rounds / 6);
    CHECK(counts.cut > rounds / 12);
    CHECK(counts.canceled > 0);
    CHECK(counts.dropped == rounds / 6);
    auto const& sizes = runtime->pool_sizes();
    CHECK(counts.threads_peak <= sizes.calls_max + sizes.logins);

    wait_until_descriptors_are(descriptors);
    // What is cached varies by some hundred KiB; of connections, few would be more than that.
    CHECK(heap_in_use() < heap + rounds * 600);
}
