// Faults of the line.
#include "unit/sim_wire/running_server.hpp"
#include "support/catch.hpp"

using namespace ssislb;
using namespace ssislb::test;
using namespace std::chrono_literals;

namespace {

/// A server whose batches are delivered so, and a client that has logged in.
struct faulty_line {
    explicit faulty_line(sql::delivery delivery)
        : client((
              server.service->on_batch =
                  [delivery](auto const&) {
                      auto response = answer(one_number(41));
                      response.delivery = delivery;
                      return response;
                  },
              server.listener->port())) {
        client.log_in();
    }

    running_server server;
    blocking_client client;
};

byte_string undisturbed() {
    faulty_line line({});
    line.client.send(batch(u"select"));
    return line.client.receive_message();
}

sql::delivery dropped_after(std::size_t bytes) {
    sql::delivery delivery;
    delivery.drop_after = bytes;
    return delivery;
}

} // namespace

TEST_CASE("a connection is cut after exactly so many bytes of the answer",
          "[sim][server][delivery]") {
    auto const whole = undisturbed();
    REQUIRE(whole.size() > 30);
    for (std::size_t const bytes : {std::size_t{0}, std::size_t{1}, std::size_t{8}, std::size_t{20},
                                    whole.size() - 1, whole.size() + 100}) {
        CAPTURE(bytes);
        faulty_line line(dropped_after(bytes));
        line.client.send(batch(u"select"));
        auto const received = line.client.receive_all();
        CHECK(received.size() == std::min(bytes, whole.size()));
        CHECK(std::equal(received.begin(), received.end(), whole.begin()));
    }
}

TEST_CASE("an answer may be late and the next ones after it", "[sim][server][delivery]") {
    sql::delivery delivery;
    delivery.delay = 5ms;
    faulty_line line(delivery);
    line.client.send(batch(u"one"));
    line.client.send(batch(u"two"));
    CHECK(read_answer(line.client.receive_message()).size() == 3);
    CHECK(read_answer(line.client.receive_message()).size() == 3);
    CHECK(line.server.service->batches == std::vector<std::string>{"one", "two"});
}

TEST_CASE("a line that went silent loses nothing", "[sim][server][delivery]") {
    auto const whole = undisturbed();
    for (std::size_t const bytes : {0U, 5U, 20U, 10'000U}) {
        CAPTURE(bytes);
        sql::delivery delivery;
        delivery.stall_after = bytes;
        delivery.stall = 5ms;
        faulty_line line(delivery);
        line.client.send(batch(u"select"));
        CHECK(line.client.receive_message() == whole);
    }
}

TEST_CASE("an attention is acknowledged while the answer is still held",
          "[sim][server][delivery]") {
    sql::delivery delivery;
    delivery.delay = 24h;
    faulty_line line(delivery);
    line.client.send(batch(u"select"));
    CHECK(line.client.ask(attention()) ==
          std::vector<std::string>{"DONE status 0x0020 (ATTN) curcmd 0x0000 count 0"});
    // The connection is as good as new.
    CHECK(line.client.ask(rpc_bytes(u"sp_help_job").message()).size() == 2);
}

TEST_CASE("stop cuts a silent line where it is", "[sim][server][delivery]") {
    sql::delivery delivery;
    delivery.stall_after = 9;
    delivery.stall = 24h;
    faulty_line line(delivery);
    line.client.send(batch(u"select"));
    // The request has been answered as far as it will be, or the cut comes first.
    while (line.server.listener->counters().requests == 0)
        std::this_thread::yield();
    line.server.listener->stop();
    CHECK(line.client.receive_all().size() <= 9);
}
