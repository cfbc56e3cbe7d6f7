// Requests after the login: errors, attention, held answers, reset, prepared statements.
#include "support/catch.hpp"
#include "unit/sim_wire/session_driver.hpp"

using namespace ssislb::test;
using namespace std::chrono_literals;

namespace {

using lines = std::vector<std::string>;

std::string const acknowledged = "DONE status 0x0020 (ATTN) curcmd 0x0000 count 0";
std::string const done = "DONE status 0x0000 (FINAL) curcmd 0x0000 count 0";

/// Every batch is answered only after a while.
void delay_batches(session_driver& driver) {
    driver.service.on_batch = [](auto const&) {
        auto response = answer(one_number(1));
        response.delivery.delay = 10ms;
        return response;
    };
}

byte_string transaction(byte_string const& body) {
    auto payload = all_headers();
    payload += body;
    return packet(14, payload);
}

} // namespace

TEST_CASE("an attention is acknowledged once, whenever it comes", "[sim][wire][session]") {
    session_driver driver;
    CHECK(driver.ask(attention()) == lines{acknowledged});
    auto both = batch(u"set x");
    both += attention();
    CHECK(driver.ask(both) == lines{done, acknowledged});
    CHECK(driver.ask(batch(u"set y")) == lines{done});
}

TEST_CASE("an attention drops the answer that is held", "[sim][wire][session]") {
    session_driver driver;
    delay_batches(driver);
    CHECK(driver.ask(batch(u"slow")).empty());
    REQUIRE(driver.session.held() != nullptr);
    CHECK(driver.session.held()->delay == 10ms);
    CHECK(driver.ask(attention()) == lines{acknowledged});
    CHECK(driver.session.held() == nullptr);
    driver.session.release(1000);
    CHECK(driver.take_output().empty());
}

TEST_CASE("an answer that has begun is finished before an attention counts",
          "[sim][wire][session]") {
    session_driver driver;
    delay_batches(driver);
    CHECK(driver.ask(batch(u"slow")).empty());
    driver.session.release(5);
    auto sent = driver.take_output();
    CHECK(sent.size() == 5);
    driver.session.receive(attention());
    CHECK(driver.take_output().empty());
    driver.session.release(100'000);
    sent += driver.take_output();
    CHECK(read_answer(sent).back() == acknowledged);
    CHECK(read_answer(sent).size() == 4);
}

TEST_CASE("requests wait while an answer is held", "[sim][wire][session]") {
    session_driver driver;
    delay_batches(driver);
    auto two = batch(u"one");
    two += batch(u"two");
    CHECK(driver.ask(two).empty());
    CHECK(driver.service.batches == lines{"one"});
    auto const first = driver.session.held_serial();
    driver.session.release(100'000);
    CHECK(read_answer(driver.take_output()).size() == 3);
    CHECK(driver.service.batches == lines{"one", "two"});
    REQUIRE(driver.session.held() != nullptr);
    CHECK(driver.session.held_serial() != first);
}

TEST_CASE("a request taken back is answered with an error and not run", "[sim][wire][session]") {
    session_driver driver;
    CHECK(driver.ask(batch(u"never", true, 3)) ==
          lines{"DONE status 0x0002 (ERROR) curcmd 0x0000 count 0"});
    CHECK(driver.service.batches.empty());
}

TEST_CASE("a malformed request is an error and the connection goes on", "[sim][wire][session]") {
    session_driver driver;
    for (auto const& broken : {packet(1, {1, 2, 3}), packet(3, {}), packet(3, all_headers()),
                               rpc_bytes(u"p").parameter(u"@a", {0}).message(), packet(7, {1})}) {
        auto const told = driver.ask(broken);
        REQUIRE(told.size() == 2);
        CHECK(told[0].starts_with("ERROR "));
        CHECK(told[0].find("class 16 ") != std::string::npos);
        CHECK(told[1] == "DONE status 0x0002 (ERROR) curcmd 0x0000 count 0");
    }
    CHECK(driver.ask(batch(u"set x")) == lines{done});
}

TEST_CASE("a reset is carried out first and told first", "[sim][wire][session]") {
    session_driver driver;
    for (std::uint8_t const status : byte_string{0x09, 0x11}) {
        auto const told = driver.ask(batch(u"x", true, status));
        CHECK(told == lines{"ENVCHANGE 18 empty <- empty", done});
    }
    CHECK(driver.service.resets == 2);
}

TEST_CASE("the calls of a message are run in order and answered in one", "[sim][wire][session]") {
    session_driver driver;
    auto payload = all_headers();
    payload += rpc_bytes(u"one").data();
    payload.push_back(0xFF);
    payload += rpc_bytes(u"two").data();
    payload.push_back(0xFE);
    payload += rpc_bytes(u"three").data();
    auto const told = driver.ask(packet(3, payload));
    REQUIRE(driver.service.calls.size() == 2);
    CHECK(driver.service.calls[0].procedure == "one");
    CHECK(driver.service.calls[1].procedure == "three");
    REQUIRE(told.size() == 6);
    CHECK(told[1].starts_with("DONEPROC status 0x0081"));
    CHECK(told[2].starts_with("ERROR "));
    CHECK(told[3].starts_with("DONEPROC status 0x0083"));
    CHECK(told[5].starts_with("DONEPROC status 0x0000"));
    CHECK(driver.session.requests() == 3);
}

TEST_CASE("calls before one that cannot be read run", "[sim][wire][session]") {
    session_driver driver;
    auto calls = all_headers();
    calls += rpc_bytes(u"one").number(u"@a", 1).data();
    calls.push_back(0xFF);
    calls += rpc_bytes(u"two").parameter(u"@b", {0x00}).data();
    auto const told = driver.ask(packet(3, calls));
    REQUIRE(driver.service.calls.size() == 1);
    CHECK(driver.service.calls[0].procedure == "one");
    REQUIRE(told.size() == 4);
    CHECK(told[1].starts_with("DONEPROC status 0x0081"));
    CHECK(told[2].starts_with("ERROR 8009 "));
    CHECK(told[3].starts_with("DONEPROC status 0x0002"));
}

TEST_CASE("a result set of a call tells its row count if it was made with one",
          "[sim][wire][session]") {
    session_driver driver;
    driver.service.on_call = [](sql::call const& call) {
        auto const set = one_number(1);
        return call.procedure == "sp_help_job" ? answer(from_procedure(set)) : answer(set);
    };
    CHECK(
        driver.ask(rpc_bytes(u"sp_help_job").message())[2].starts_with("DONEINPROC status 0x0001"));
    CHECK(driver.ask(rpc_bytes(10).text(u"", u"select 1").message())[2].starts_with(
        "DONEINPROC status 0x0011"));
}

TEST_CASE("a prepared statement is run as sp_executesql", "[sim][wire][session]") {
    session_driver driver;
    auto const handle = "RETURNVALUE ordinal 0 '@handle' status 1 usertype 0 flags 0x0000 intn(4) ";
    auto const prepared = driver.ask(rpc_bytes(11)
                                         .number(u"@handle", 0, 1)
                                         .text(u"@params", u"@id int")
                                         .text(u"@stmt", u"select @id")
                                         .message());
    REQUIRE(prepared.size() == 3);
    CHECK(prepared[1] == std::string(handle) + "= 1");

    static_cast<void>(driver.ask(rpc_bytes(12).number(u"", 1).number(u"@id", 5).message()));
    REQUIRE(driver.service.calls.size() == 1);
    auto const& call = driver.service.calls[0];
    CHECK(call.procedure == "sp_executesql");
    REQUIRE(call.parameters.size() == 3);
    CHECK(call.parameters[0].value == sql::value{std::string("select @id")});
    CHECK(call.parameters[1].value == sql::value{std::string("@id int")});
    CHECK(call.parameters[2].value == sql::value{std::int64_t{5}});

    auto const at_once = driver.ask(rpc_bytes(13)
                                        .number(u"@handle", 0, 1)
                                        .parameter(u"@params", {0x1F})
                                        .text(u"@stmt", u"select 1")
                                        .message());
    CHECK(at_once[1] == std::string(handle) + "= 2");
    CHECK(driver.service.calls.at(1).parameters.size() == 1);

    static_cast<void>(driver.ask(rpc_bytes(15).number(u"", 1).message()));
    CHECK(driver.ask(rpc_bytes(12).number(u"", 1).message())[0].starts_with("ERROR 8179 "));
    CHECK(driver.ask(rpc_bytes(12).message())[0].starts_with("ERROR 8179 "));
    CHECK(driver.ask(rpc_bytes(11).message())[0].starts_with("ERROR 201 "));
}

TEST_CASE("transactions begin and end", "[sim][wire][session]") {
    session_driver driver;
    auto const begun = "ENVCHANGE 8 begin tran 01 00 00 00 00 00 00 00 <- empty";
    CHECK(driver.ask(transaction({5, 0, 0, 0})).at(0) == begun);
    CHECK(driver.ask(transaction({9, 0, 0})) == lines{done});
    auto const next = driver.ask(transaction({7, 0, 0, 1, 0, 0}));
    CHECK(next == lines{"ENVCHANGE 9 empty <- 01 00 00 00 00 00 00 00",
                        "ENVCHANGE 8 begin tran 02 00 00 00 00 00 00 00 <- empty",
                        "DONE status 0x0000 (FINAL) curcmd 0x00D4 count 0"});
    CHECK(driver.ask(transaction({8, 0, 0, 0})).at(0) ==
          "ENVCHANGE 10 empty <- 02 00 00 00 00 00 00 00");
    CHECK(driver.ask(transaction({8, 0, 0, 0})).at(0).starts_with("ERROR 3903 "));
    CHECK(driver.ask(transaction({7, 0, 0, 0})).at(0).starts_with("ERROR 3902 "));
}

TEST_CASE("a 7.1 client is spoken to in narrow fields", "[sim][wire][session]") {
    session_driver driver(0x71000001);
    driver.service.on_batch = [](auto const&) {
        return answer(one_number(7), error_message(50000, "x"));
    };
    auto const told = driver.ask(batch(u"select", false));
    REQUIRE(told.size() == 5);
    CHECK(told[1] == "ROW 7");
    CHECK(told[2] == "DONE status 0x0011 (MORE+COUNT) curcmd 0x00C1 count 1");
    CHECK(driver.service.batches == lines{"select"});
    static_cast<void>(driver.ask(rpc_bytes(u"p").number(u"@a", 1).message(false)));
    CHECK(driver.service.calls.at(0).parameters.at(0).value == sql::value{std::int64_t{1}});
}

TEST_CASE("a packet of an unknown type ends the session", "[sim][wire][session]") {
    for (auto const type : byte_string{0x02, 0x05, 0x08, 0x10, 0x11, 0x12, 0x16, 0x99}) {
        session_driver driver;
        CHECK(driver.ask(packet(type, {1, 2})).empty());
        CHECK(driver.session.closed());
    }
}

TEST_CASE("a request without end is not collected for ever", "[sim][wire][session]") {
    session_driver driver;
    auto const part = packet(1, byte_string(32'000, 0), 0);
    std::size_t sent = 0;
    for (; !driver.session.closed() && sent < 20'000'000; sent += part.size())
        driver.session.receive(part);
    CHECK(driver.session.closed());
    CHECK(sent > 16'000'000);
}
