// Calls: names, separators and how they go wrong.
#include "sim/wire/request.hpp"
#include "support/catch.hpp"
#include "unit/sim_wire/client_bytes.hpp"

using namespace ssislb::sim;
using namespace ssislb::sim::wire;
using namespace ssislb::test;

namespace {

byte_string with_headers(byte_string const& body) {
    auto out = all_headers();
    out += body;
    return out;
}

std::vector<rpc_call> read_calls(byte_string const& body, tds_version version = tds_version::v7_4) {
    auto const parsed = parse_rpc(is_wide(version) ? with_headers(body) : body, version);
    REQUIRE(std::holds_alternative<std::vector<rpc_call>>(parsed));
    return std::get<std::vector<rpc_call>>(parsed);
}

std::int32_t error_number(byte_string const& body) {
    auto const parsed = parse_rpc(with_headers(body), tds_version::v7_4);
    auto const* error = std::get_if<parse_error>(&parsed);
    return error == nullptr ? 0 : error->number;
}

byte_string joined(byte_string first, std::uint8_t separator, byte_string const& second) {
    first.push_back(separator);
    first += second;
    return first;
}

} // namespace

TEST_CASE("a call is read with its parameters", "[sim][wire][rpc]") {
    rpc_bytes rpc(u"msdb.dbo.[sp start]");
    rpc.text(u"@job_name", u"Lädt").number(u"", 5, 1).parameter(u"@d", {0x26, 4, 0}, 2);
    auto const calls = read_calls(rpc.data());
    REQUIRE(calls.size() == 1);
    auto const& call = calls[0].call;
    CHECK(call.procedure == "msdb.dbo.[sp start]");
    REQUIRE(call.parameters.size() == 3);
    CHECK(call.parameters[0].name == "@job_name");
    CHECK(call.parameters[0].value == sql::value{std::string("Lädt")});
    CHECK(call.parameters[0].declared == sql::type::nvarchar);
    CHECK(call.parameters[0].max_length == 4000);
    CHECK_FALSE(call.parameters[0].output);
    CHECK(call.parameters[1].output);
    CHECK(call.parameters[1].value == sql::value{std::int64_t{5}});
    CHECK(call.parameters[2].use_default);
    CHECK(sql::is_null(call.parameters[2].value));
}

TEST_CASE("numbers of procedures become names", "[sim][wire][rpc]") {
    CHECK(read_calls(rpc_bytes(10).data())[0].call.procedure == "sp_executesql");
    CHECK(read_calls(rpc_bytes(1).data())[0].call.procedure == "sp_cursor");
    CHECK(read_calls(rpc_bytes(15).data())[0].call.procedure == "sp_unprepare");
    CHECK(error_number(rpc_bytes(16).data()) == 4002);
    CHECK(error_number(rpc_bytes(0).data()) == 4002);
}

TEST_CASE("one message may hold several calls", "[sim][wire][rpc]") {
    auto const first = rpc_bytes(u"one").number(u"@a", 1).data();
    auto const second = rpc_bytes(u"two").data();
    auto const calls = read_calls(joined(first, 0xFF, joined(second, 0xFE, second)));
    REQUIRE(calls.size() == 3);
    CHECK(calls[0].call.procedure == "one");
    CHECK_FALSE(calls[0].no_execute);
    CHECK(calls[1].no_execute);
    CHECK_FALSE(calls[2].no_execute);
    // One at the end separates nothing.
    CHECK(read_calls(joined(first, 0xFF, {})).size() == 1);
    CHECK(read_calls(joined(first, 0x80, second), tds_version::v7_1).size() == 2);
}

TEST_CASE("a message of more than ten thousand calls is refused", "[sim][wire][rpc]") {
    auto const one = rpc_bytes(u"p").data();
    byte_string many = one;
    for (int i = 1; i < 10'000; ++i)
        many = joined(std::move(many), 0xFF, one);
    CHECK(read_calls(many).size() == 10'000);
    CHECK(error_number(joined(many, 0xFF, one)) == 4002);
}

TEST_CASE("before 7.2 0xFF is no separator and from 7.2 on 0x80 is none", "[sim][wire][rpc]") {
    auto const first = rpc_bytes(u"one").data();
    auto const old = parse_rpc(joined(first, 0xFF, first), tds_version::v7_1);
    CHECK(std::holds_alternative<parse_error>(old));
    // A name of 128 characters.
    rpc_bytes long_name(u"p");
    long_name.number(std::u16string(128, u'n'), 1);
    CHECK(read_calls(long_name.data())[0].call.parameters.at(0).name.size() == 128);
}

TEST_CASE("a call that is cut off anywhere is an error or another call", "[sim][wire][rpc]") {
    rpc_bytes rpc(u"sp");
    rpc.text(u"@a", u"xyz").number(u"@b", 1).parameter(u"@c", {0x24, 16, 0});
    auto const whole = with_headers(rpc.data());
    std::size_t good = 0;
    for (std::size_t size = 0; size < whole.size(); ++size) {
        auto const parsed = parse_rpc(byte_view(whole).first(size), tds_version::v7_4);
        good += std::holds_alternative<std::vector<rpc_call>>(parsed) ? 1U : 0U;
    }
    // Behind the name, the first and the second parameter.
    CHECK(good == 3);
}

TEST_CASE("types that cannot be are told apart from broken streams", "[sim][wire][rpc]") {
    auto const number = [](byte_string const& typed) {
        return error_number(rpc_bytes(u"p").parameter(u"@a", typed).data());
    };
    CHECK(number({0x00}) == 8009);
    CHECK(number({0xF3, 0, 0, 0}) == 8009);
    CHECK(number({0x2A, 8, 0}) == 8009);
    CHECK(number({0x26, 4, 3, 1, 2, 3}) == 4002);
    CHECK(number({0x68, 1, 2, 1, 2}) == 4002);
    CHECK(number({0x24, 16, 2, 1, 2}) == 4002);
    CHECK(number({0xE7, 8, 0, 9, 4, 0xD0, 0, 0x34, 3, 0, 1, 2, 3}) == 4002);
    // Encrypted.
    CHECK(error_number(rpc_bytes(u"p").parameter(u"@a", {0x26, 4, 0}, 8).data()) == 8009);
}

TEST_CASE("headers are checked for their lengths only", "[sim][wire][rpc]") {
    auto const text_of = [](byte_string const& data) {
        auto const parsed = parse_batch(data, tds_version::v7_4);
        auto const* good = std::get_if<sql::batch>(&parsed);
        return good == nullptr ? "error" : good->text;
    };
    CHECK(text_of(with_headers(utf16(u"select"))) == "select");
    // A header of an unknown type.
    CHECK(text_of({11, 0, 0, 0, 7, 0, 0, 0, 99, 0, 1, 'a', 0}) == "a");
    CHECK(text_of({4, 0, 0, 0, 'a', 0}) == "a");
    CHECK(text_of({3, 0, 0, 0, 'a', 0}) == "error");
    CHECK(text_of({99, 0, 0, 0, 'a', 0}) == "error");
    CHECK(text_of({10, 0, 0, 0, 5, 0, 0, 0, 2, 0}) == "error");
    CHECK(text_of(with_headers({'a', 0, 'b'})) == "error");
}

TEST_CASE("transaction requests are read, others are not served", "[sim][wire][rpc]") {
    auto const kind = [](byte_string const& body) {
        auto const request = parse_transaction(with_headers(body));
        return request ? static_cast<int>(request->kind) : 0;
    };
    CHECK(kind({5, 0, 2, 0}) == 5);
    CHECK(kind({7, 0, 0, 0}) == 7);
    CHECK(kind({8, 0, 0, 0}) == 8);
    CHECK(kind({9, 0, 2, 'a', 0}) == 9);
    CHECK(kind({0, 0}) == 0);
    CHECK(kind({6, 0}) == 0);
    CHECK(kind({5, 0}) == 0);
    CHECK(parse_transaction(with_headers({7, 0, 0, 1, 0, 0}))->begins_next);
}
