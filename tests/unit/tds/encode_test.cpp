// What can be sent as a parameter, and how.
#include "support/catch.hpp"
#include "tds/encode.hpp"

#include <ssislb/base/errors.hpp>

#include <cmath>
#include <cstring>
#include <limits>

using namespace ssislb;
using namespace ssislb::tds;
using namespace std::chrono;
using detail::check;
using detail::encode;
using detail::wire_type;

namespace {

bool refused(rpc const& call) {
    return check(call) == client_errc::invalid_argument;
}

bool refused(value content) {
    return refused(rpc{"p"}.in("@a", std::move(content)));
}

detail::wire_parameter encoded(value content) {
    return encode({"@a", std::move(content), false, output_type::text});
}

template <class T>
T number(std::string const& bytes) {
    T got{};
    REQUIRE(bytes.size() == sizeof got);
    std::memcpy(&got, bytes.data(), sizeof got);
    return got;
}

} // namespace

TEST_CASE("an integer is sent as int unless it needs bigint", "[tds][encode]") {
    CHECK(encoded(std::int64_t{2147483647}).type == wire_type::integer);
    CHECK(number<std::int32_t>(encoded(std::int64_t{-2147483648}).bytes) == -2147483647 - 1);
    auto const large = encoded(std::int64_t{2147483648});
    CHECK(large.type == wire_type::bigint);
    CHECK(number<std::int64_t>(large.bytes) == 2147483648);
}

TEST_CASE("bit and float are sent natively", "[tds][encode]") {
    CHECK(encoded(true).type == wire_type::bit);
    CHECK(number<std::uint8_t>(encoded(true).bytes) == 1);
    CHECK(encoded(0.25).type == wire_type::floating);
    CHECK(number<double>(encoded(0.25).bytes) == 0.25);
}

TEST_CASE("identifiers and times are sent as text that means the same everywhere",
          "[tds][encode]") {
    auto const id = *parse_guid("12345678-9ABC-DEF0-0102-030405060708");
    CHECK(encoded(id).bytes == "12345678-9ABC-DEF0-0102-030405060708");
    server_time const at{local_days{2026y / November / 24} + 3h + 250ms};
    CHECK(encoded(at).bytes == "2026-11-24T03:00:00.250");
}

TEST_CASE("binary contents are sent as they are", "[tds][encode]") {
    auto const sent = encoded(binary{std::byte{0}, std::byte{255}});
    CHECK(sent.type == wire_type::varbinary);
    CHECK(sent.bytes == std::string("\0\xFF", 2));
}

TEST_CASE("an output parameter is sent as NULL of its type", "[tds][encode]") {
    auto const sent = encode({"@n", null_t{}, true, output_type::big_integer});
    CHECK(sent.output);
    CHECK(sent.type == wire_type::bigint);
    CHECK(sent.bytes.empty());
}

TEST_CASE("text that would arrive as NULL or lose letters is refused", "[tds][encode]") {
    CHECK(refused(std::string{}));
    CHECK_FALSE(refused(std::string(4000, 'a')));
    CHECK(refused(std::string(4001, 'a')));
    CHECK(refused(std::string("a\0b", 3)));
    CHECK(refused(std::string("\xED\xA0\x80")));
    CHECK_FALSE(refused(std::string("\xF0\x9F\x98\x80")));
}

TEST_CASE("binary that would arrive as NULL or is too long is refused", "[tds][encode]") {
    CHECK(refused(binary{}));
    CHECK_FALSE(refused(binary(8000)));
    CHECK(refused(binary(8001)));
}

TEST_CASE("numbers that SQL Server does not know are refused", "[tds][encode]") {
    CHECK(refused(std::nan("")));
    CHECK(refused(std::numeric_limits<double>::infinity()));
}

TEST_CASE("names of parameters begin with an at sign", "[tds][encode]") {
    CHECK(refused(rpc{"p"}.in("a", true)));
    CHECK(refused(rpc{"p"}.in("@", true)));
    CHECK(refused(rpc{"p"}.in(std::string("@a\0", 3), true)));
    CHECK_FALSE(check(rpc{"p"}.in("@a", true)));
    CHECK_FALSE(check(rpc{"p"}.in("", true)));
}

TEST_CASE("an output parameter takes no input", "[tds][encode]") {
    rpc call{"p"};
    call.parameters.push_back({"@n", std::int64_t{1}, true, output_type::integer});
    CHECK(refused(call));
}

TEST_CASE("a request needs a procedure or a text", "[tds][encode]") {
    CHECK(refused(rpc{""}));
    CHECK(refused(rpc{std::string("p\0", 2)}));
    CHECK(check(batch{""}) == client_errc::invalid_argument);
    CHECK(check(batch{"\xFF"}) == client_errc::invalid_argument);
    CHECK_FALSE(check(batch{"select 1"}));
}
