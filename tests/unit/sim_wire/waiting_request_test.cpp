// Requests that wait before they end: their time, attention, what comes behind them.
#include "support/catch.hpp"
#include "unit/sim_wire/session_driver.hpp"

#include <chrono>
#include <limits>

using namespace ssislb::test;
using namespace std::chrono_literals;

namespace {

using lines = std::vector<std::string>;

std::string const acknowledged = "DONE status 0x0020 (ATTN) curcmd 0x0000 count 0";

sql::response unfinished(std::chrono::microseconds delay) {
    sql::response response;
    response.goes_on_after = delay;
    return response;
}

/// Batches and calls wait twice, then they give a number.
struct waiting_driver : session_driver {
    waiting_driver() {
        service.on_batch = [](auto const&) { return unfinished(5ms); };
        service.on_call = [](auto const&) { return unfinished(5ms); };
        service.on_resume = [this] {
            return ++resumed % 2 == 1 ? unfinished(3ms) : answer(one_number(41));
        };
    }

    lines go_on() {
        session.go_on();
        auto const sent = take_output();
        return sent.empty() ? lines{} : read_answer(sent);
    }

    int resumed = 0;
};

} // namespace

TEST_CASE("a request that waits is answered once it has ended", "[sim][wire][waiting]") {
    waiting_driver driver;
    CHECK(driver.ask(batch(u"waitfor")).empty());
    REQUIRE(driver.session.waits_for() == std::optional<std::chrono::microseconds>{5ms});
    auto const first = driver.session.wait_serial();
    CHECK(driver.go_on().empty());
    CHECK(driver.session.waits_for() == std::optional<std::chrono::microseconds>{3ms});
    CHECK(driver.session.wait_serial() != first);
    auto const told = driver.go_on();
    REQUIRE(told.size() == 3);
    CHECK(told.back() == "DONE status 0x0010 (COUNT) curcmd 0x00C1 count 1");
    CHECK_FALSE(driver.session.waits_for().has_value());
    // There is nothing to go on with.
    CHECK(driver.go_on().empty());
    CHECK(driver.resumed == 2);
}

TEST_CASE("an attention ends a request that waits, and only once", "[sim][wire][waiting]") {
    waiting_driver driver;
    CHECK(driver.ask(batch(u"waitfor")).empty());
    CHECK(driver.ask(attention()) == lines{acknowledged});
    CHECK(driver.service.cancels == 1);
    CHECK_FALSE(driver.session.waits_for().has_value());
    CHECK(driver.go_on().empty());
    CHECK(driver.ask(attention()) == lines{acknowledged});
    CHECK(driver.service.cancels == 1);
    driver.service.on_batch = [](auto const&) { return answer(); };
    CHECK(driver.ask(batch(u"set x")).size() == 1);
}

TEST_CASE("requests behind one that waits have their turn after it", "[sim][wire][waiting]") {
    waiting_driver driver;
    auto two = batch(u"one");
    two += batch(u"two");
    CHECK(driver.ask(two).empty());
    CHECK(driver.service.batches == lines{"one"});
    CHECK(driver.go_on().empty());
    CHECK(driver.go_on().size() == 3);
    CHECK(driver.service.batches == lines{"one", "two"});
    CHECK(driver.session.waits_for().has_value());
}

TEST_CASE("calls of one message wait one after the other", "[sim][wire][waiting]") {
    waiting_driver driver;
    auto payload = all_headers();
    payload += rpc_bytes(u"one").data();
    payload.push_back(0xFF);
    payload += rpc_bytes(u"two").data();
    CHECK(driver.ask(packet(3, payload)).empty());
    CHECK(driver.go_on().empty());
    CHECK(driver.go_on().empty());
    CHECK(driver.service.calls.size() == 2);
    CHECK(driver.go_on().empty());
    auto const told = driver.go_on();
    REQUIRE(told.size() == 10);
    CHECK(told[4].starts_with("DONEPROC status 0x0081"));
    CHECK(told[9].starts_with("DONEPROC status 0x0000"));
    CHECK(driver.session.requests() == 2);
}

TEST_CASE("a prepared statement that waits gives its handle at the end", "[sim][wire][waiting]") {
    waiting_driver driver;
    CHECK(driver
              .ask(rpc_bytes(13)
                       .number(u"@handle", 0, 1)
                       .text(u"@params", u"")
                       .text(u"@stmt", u"waitfor")
                       .message())
              .empty());
    CHECK(driver.go_on().empty());
    auto const told = driver.go_on();
    REQUIRE(told.size() == 6);
    CHECK(told[4].starts_with("RETURNVALUE ordinal 0 '@handle'"));
    CHECK(told[5].starts_with("DONEPROC"));
}

TEST_CASE("an answer that has faults of the line is held after the wait", "[sim][wire][waiting]") {
    waiting_driver driver;
    driver.service.on_resume = [] {
        auto response = answer(one_number(1));
        response.delivery.delay = 10ms;
        return response;
    };
    CHECK(driver.ask(batch(u"waitfor")).empty());
    CHECK(driver.go_on().empty());
    REQUIRE(driver.session.held() != nullptr);
    CHECK_FALSE(driver.session.waits_for().has_value());
    driver.session.release(std::numeric_limits<std::size_t>::max());
    CHECK(read_answer(driver.take_output()).size() == 3);
}
