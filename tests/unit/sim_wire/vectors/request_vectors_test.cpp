// Our parsers against published requests.
#include "sim/wire/login.hpp"
#include "sim/wire/prelogin.hpp"
#include "support/catch.hpp"
#include "unit/sim_wire/session_driver.hpp"
#include "unit/sim_wire/vectors/vector_file.hpp"

#include <algorithm>
#include <set>

using namespace ssislb::test;
using ssislb::sim::wire::parse_login7;
using ssislb::sim::wire::parse_prelogin;
using ssislb::sim::wire::tds_version;

namespace {

byte_string payload_of(vector_file const& vector) {
    return byte_string(vector.data.begin() + 8, vector.data.end());
}

std::string shown(sql::value const& value) {
    if (auto const* number = std::get_if<std::int64_t>(&value))
        return std::to_string(*number);
    if (auto const* text = std::get_if<std::string>(&value))
        return "'" + *text + "'";
    if (auto const* id = std::get_if<ssislb::guid>(&value))
        return ssislb::to_string(*id);
    return sql::is_null(value) ? "NULL" : "?";
}

/// The call in the words of the published decoding, without types.
std::vector<std::string> shown(sql::call const& call) {
    std::vector<std::string> lines{call.procedure == "sp_executesql"
                                       ? "RPC ProcID 10 (Sp_ExecuteSql) option flags 0x0000"
                                       : "RPC '" + call.procedure + "' option flags 0x0000"};
    for (auto const& each : call.parameters)
        lines.push_back("parameter '" + each.name + "' status " + (each.output ? "1" : "0") +
                        " = " + shown(each.value));
    return lines;
}

std::string without_type(std::string const& line) {
    if (line.rfind("parameter", 0) != 0)
        return line;
    auto const equals = line.find(" = ");
    auto const type = line.rfind(' ', equals - 1);
    return line.substr(0, type) + line.substr(equals);
}

/// Line ends are published as blanks.
std::string one_line(std::string text) {
    std::replace_if(
        text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
    return text;
}

sql::call only_call(session_driver const& driver) {
    REQUIRE(driver.service.calls.size() == 1);
    return driver.service.calls.front();
}

} // namespace

TEST_CASE("captured calls are read as they were published", "[vectors]") {
    std::size_t calls = 0;
    for (auto const& vector : read_vectors("babelfish", "-request")) {
        auto published = vector.decoded();
        std::erase_if(published, [](auto const& line) { return line.starts_with("ALL_HEADERS"); });
        if (vector.data[0] != 0x03)
            continue;
        CAPTURE(vector.name);
        session_driver driver(vector.is_7_1 ? 0x71000001 : 0x74000004);
        CHECK(driver.ask(vector.data).size() >= 2);
        auto const lines = shown(only_call(driver));
        REQUIRE(lines.size() == published.size());
        for (std::size_t at = 0; at < lines.size(); ++at)
            CHECK(lines[at] == without_type(published[at]));
        ++calls;
    }
    CHECK(calls > 25);
}

TEST_CASE("captured batches are read as they were published", "[vectors]") {
    std::size_t batches = 0;
    for (auto const& vector : read_vectors("babelfish", "-request")) {
        if (vector.data[0] != 0x01)
            continue;
        CAPTURE(vector.name);
        session_driver driver(vector.is_7_1 ? 0x71000001 : 0x74000004);
        CHECK(driver.ask(vector.data).size() == 1);
        REQUIRE(driver.service.batches.size() == 1);
        auto const text = "SQL text '" + one_line(driver.service.batches.front()) + "'";
        auto const published = vector.decoded().back();
        // The longest is published in part.
        if (published.find("...") == std::string::npos)
            CHECK(text == published);
        ++batches;
    }
    CHECK(batches > 15);
}

TEST_CASE("captured attentions and transaction requests are answered", "[vectors]") {
    for (auto const& vector : read_vectors("babelfish", "-attention.hex")) {
        CAPTURE(vector.name);
        session_driver driver;
        CHECK(driver.ask(vector.data) ==
              std::vector<std::string>{"DONE status 0x0020 (ATTN) curcmd 0x0000 count 0"});
    }
    session_driver driver;
    auto const begun = driver.ask(read_vector("babelfish/b31-tm-begin-request").data);
    REQUIRE(begun.size() == 2);
    CHECK(begun[0] == "ENVCHANGE 8 begin tran 01 00 00 00 00 00 00 00 <- empty");
    CHECK(begun[1] == "DONE status 0x0000 (FINAL) curcmd 0x00D4 count 0");
}

TEST_CASE("published PRELOGIN requests are read", "[vectors]") {
    std::pair<char const*, int> const wishes[]{{"s4.01-prelogin-request", 1},
                                               {"x01-prelogin-request-instopt", 0},
                                               {"babelfish/b01-prelogin-request", 0},
                                               {"babelfish/b02-prelogin-71-request", 0},
                                               {"babelfish/b03-prelogin-tls-login-only-request", 0},
                                               {"babelfish/b04-prelogin-tls-full-request", 1}};
    for (auto const& [name, encryption] : wishes) {
        CAPTURE(name);
        auto const request = parse_prelogin(payload_of(read_vector(std::string(name))));
        REQUIRE(request);
        CHECK(request->encryption == encryption);
    }
}

TEST_CASE("published LOGIN7 messages are read", "[vectors]") {
    auto const plain = parse_login7(payload_of(read_vector("s4.02-login7")));
    REQUIRE(plain);
    CHECK(plain->version == tds_version::v7_2);
    CHECK(plain->packet_size == 4096);
    CHECK(plain->login.host == "skostov1");
    CHECK(plain->login.user == "sa");
    CHECK(plain->login.password.empty());
    CHECK(plain->login.application == "OSQL-32");

    auto const secret = parse_login7(payload_of(read_vector("x04-login7-password")));
    REQUIRE(secret);
    CHECK(secret->version == tds_version::v7_4);
    CHECK(secret->login.user == "test");
    CHECK(secret->login.password == "secret");

    auto const extended = parse_login7(read_vector("x05-login7-password-featureext").data);
    REQUIRE(extended);
    CHECK(extended->packet_size == 8000);
    CHECK(extended->login.password == "super-secret");
    CHECK(extended->login.database == "master");
    CHECK(extended->features == ssislb::sim::wire::bytes{4});
}

TEST_CASE("published LOGIN7 messages with features are read", "[vectors]") {
    std::pair<char const*, int> const features[]{{"s4.16-login7-session-recovery", 1},
                                                 {"s4.03-login7-fedauth", 2},
                                                 {"x15-fedauth-login7-adal", 2},
                                                 {"s4.20-login7-azuresqlsupport", 8}};
    for (auto const& [name, id] : features) {
        CAPTURE(name);
        auto const login = parse_login7(payload_of(read_vector(std::string(name))));
        REQUIRE(login);
        CHECK(std::count(login->features.begin(), login->features.end(), id) == 1);
    }
}

TEST_CASE("calls of the specification and of drivers are read", "[vectors]") {
    {
        session_driver driver;
        static_cast<void>(driver.ask(read_vector("s4.08-rpc-request").data));
        auto const call = only_call(driver);
        CHECK(call.procedure == "foo3");
        REQUIRE(call.parameters.size() == 1);
        CHECK(call.parameters[0].use_default);
        CHECK(sql::is_null(call.parameters[0].value));
    }
    {
        session_driver driver;
        auto payload = all_headers();
        payload += read_vector("x14-rpc-cursorprepexec").data;
        static_cast<void>(driver.ask(packet(3, payload)));
        auto const call = only_call(driver);
        CHECK(call.procedure == "sp_cursorprepexec");
        REQUIRE(call.parameters.size() == 8);
        CHECK(call.parameters[0].output);
        CHECK(shown(call.parameters[3].value) == "'UPDATE my_table set first_name = @P0'");
        CHECK(shown(call.parameters[4].value) == "4100");
        CHECK(call.parameters[7].name == "@P0");
        CHECK(shown(call.parameters[7].value) == "'mark'");
    }
    {
        session_driver driver;
        auto payload = all_headers();
        payload += read_vector("x13-rpc-cursoropen").data;
        static_cast<void>(driver.ask(packet(3, payload)));
        CHECK(only_call(driver).procedure == "sp_cursoropen");
        CHECK(shown(only_call(driver).parameters.at(1).value) == "'SELECT * FROM my_table'");
    }
}

TEST_CASE("a statement is prepared by a published 7.1 call", "[vectors]") {
    session_driver driver(0x71000001);
    auto const lines = driver.ask(read_vector("x17-rpc-prepare-7.1").data);
    REQUIRE(lines.size() == 3);
    CHECK(lines[0] == "RETURNSTATUS 0");
    CHECK(lines[1].ends_with("intn(4) = 1"));
    static_cast<void>(driver.ask(rpc_bytes(12).number(u"", 1).message(false)));
    auto const call = only_call(driver);
    CHECK(call.procedure == "sp_executesql");
    CHECK(shown(call.parameters.at(0).value).starts_with("'declare @p4 integer"));
}

TEST_CASE("a batch of the specification is read in spite of its odd headers", "[vectors]") {
    session_driver driver;
    static_cast<void>(driver.ask(read_vector("s4.06-sqlbatch-request").data));
    CHECK(driver.service.batches == std::vector<std::string>{"\nselect 'foo' as 'bar'\n        "});
}

TEST_CASE("what is not served is refused and the connection goes on", "[vectors]") {
    for (auto const* name : {"s4.14-tvp-rpc-request", "s4.12-bulkload"}) {
        CAPTURE(name);
        session_driver driver;
        auto const lines = driver.ask(read_vector(std::string(name)).data);
        REQUIRE(lines.size() == 2);
        CHECK(lines[0].starts_with("ERROR "));
        CHECK(lines[1] == "DONE status 0x0002 (ERROR) curcmd 0x0000 count 0");
        CHECK(driver.ask(batch(u"select 1")).size() == 1);
    }
}

TEST_CASE("packets that have no place in a session end it", "[vectors]") {
    for (auto const* name : {"s4.11-sspi", "s4.13-transaction-manager", "s4.02-login7"}) {
        CAPTURE(name);
        session_driver driver;
        CHECK(driver.ask(read_vector(std::string(name)).data).empty());
        CHECK(driver.session.closed());
    }
}
