// Every type that a client may send.
#include "sim/wire/request.hpp"
#include "support/catch.hpp"
#include "unit/sim_wire/client_bytes.hpp"

using namespace ssislb::sim;
using namespace ssislb::sim::wire;
using namespace ssislb::test;

namespace {

sql::parameter read_parameter(byte_string const& typed, tds_version version = tds_version::v7_4) {
    auto payload = is_wide(version) ? all_headers() : byte_string{};
    payload += rpc_bytes(u"p").parameter(u"@a", typed).data();
    auto const parsed = parse_rpc(payload, version);
    REQUIRE(std::holds_alternative<std::vector<rpc_call>>(parsed));
    return std::get<std::vector<rpc_call>>(parsed).at(0).call.parameters.at(0);
}

sql::value read_value(byte_string const& typed) {
    return read_parameter(typed).value;
}

std::int64_t read_integer(byte_string const& typed) {
    return std::get<std::int64_t>(read_value(typed));
}
double read_double(byte_string const& typed) {
    return std::get<double>(read_value(typed));
}
std::string read_text(byte_string const& typed) {
    return std::get<std::string>(read_value(typed));
}
std::string read_time(byte_string const& typed) {
    return ssislb::to_string(std::get<ssislb::server_time>(read_value(typed)));
}

constexpr std::uint8_t c0 = 9, c1 = 4, c2 = 0xD0, c3 = 0, c4 = 0x34;

} // namespace

TEST_CASE("integers of every width", "[sim][wire][values]") {
    CHECK(read_integer({0x30, 0xFF}) == 255);
    CHECK(read_integer({0x34, 0xFF, 0xFF}) == -1);
    CHECK(read_integer({0x38, 0, 0, 0, 0x80}) == -2147483648LL);
    CHECK(read_integer({0x7F, 1, 0, 0, 0, 0, 0, 0, 0x80}) == -9223372036854775807LL);
    CHECK(read_integer({0x26, 1, 1, 200}) == 200);
    CHECK(read_integer({0x26, 8, 8, 0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF}) == -2);
    CHECK(sql::is_null(read_value({0x26, 4, 0})));
    CHECK(read_integer({0x32, 1}) == 1);
    CHECK(read_integer({0x68, 1, 1, 0}) == 0);
    CHECK(sql::is_null(read_value({0x68, 1, 0})));
    CHECK(sql::is_null(read_value({0x1F})));
}

TEST_CASE("declared types follow the width", "[sim][wire][values]") {
    CHECK(read_parameter({0x26, 1, 0}).declared == sql::type::tinyint);
    CHECK(read_parameter({0x26, 2, 0}).declared == sql::type::smallint);
    CHECK(read_parameter({0x26, 4, 0}).declared == sql::type::int_);
    CHECK(read_parameter({0x26, 8, 0}).declared == sql::type::bigint);
    CHECK(read_parameter({0x68, 1, 0}).declared == sql::type::bit);
    CHECK(read_parameter({0x6F, 8, 0}).declared == sql::type::datetime);
    CHECK(read_parameter({0x24, 16, 0}).declared == sql::type::uniqueidentifier);
    CHECK(read_parameter({0xA5, 20, 0, 0xFF, 0xFF}).declared == sql::type::varbinary);
    CHECK(read_parameter({0xA5, 20, 0, 0xFF, 0xFF}).max_length == 20);
}

TEST_CASE("fractions", "[sim][wire][values]") {
    CHECK(read_double({0x3E, 0xFE, 0xD4, 0x78, 0xE9, 0x46, 0x28, 0xC6, 0x40}) == Approx(11344.554));
    CHECK(read_double({0x6D, 4, 4, 0x37, 0x42, 0x31, 0x46}) == Approx(11344.554));
    CHECK(read_double({0x7A, 0x20, 0xA1, 0x05, 0x00}) == Approx(36.8928));
    CHECK(read_double({0x6E, 8, 8, 0, 0, 0, 0, 0x20, 0xA1, 7, 0}) == Approx(50.0));
    CHECK(read_double({0x6C, 5, 9, 2, 5, 0x01, 0x69, 0x0E, 0, 0}) == Approx(36.89));
    CHECK(read_double({0x6A, 5, 9, 2, 5, 0x00, 0x69, 0x0E, 0, 0}) == Approx(-36.89));
    CHECK(sql::is_null(read_value({0x6A, 17, 38, 2, 0})));
}

TEST_CASE("dates and times", "[sim][wire][values]") {
    CHECK(read_time({0x3A, 0xF5, 0xA8, 0x3E, 0x00}) == "2018-06-04 01:02:00.000");
    CHECK(read_time({0x6F, 8, 8, 0x86, 0xA9, 0, 0, 0xAA, 0x70, 2, 1}) == "2018-10-27 15:40:57.100");
    CHECK(read_time({0x2A, 7, 8, 0x20, 0x06, 0xE1, 0x74, 0x83, 0xE1, 0x3E, 0x0B}) ==
          "2018-10-27 15:41:00.162");
    CHECK(read_time({0x2B, 7, 10, 0xA0, 0xD8, 0xDD, 0xF7, 0x8D, 0xA4, 0x3E, 0x0B, 0x2D, 0}) ==
          "2018-08-27 17:41:14.890");
    CHECK(read_time({0x28, 3, 0xDD, 0x3E, 0x0B}) == "2018-10-23 00:00:00.000");
    CHECK(read_time({0x2A, 0, 6, 0x01, 0, 0, 0xDD, 0x3E, 0x0B}) == "2018-10-23 00:00:01.000");
    CHECK(read_text({0x29, 7, 5, 0xC0, 0xC9, 0xB1, 0x61, 0x5D}) == "11:08:27.100");
    CHECK(sql::is_null(read_value({0x2A, 7, 0})));
}

TEST_CASE("text of every kind", "[sim][wire][values]") {
    CHECK(read_text({0xE7, 8, 0, c0, c1, c2, c3, c4, 4, 0, 'a', 0, 0xA9, 3}) == "aΩ");
    CHECK(read_text({0xEF, 8, 0, c0, c1, c2, c3, c4, 0, 0}).empty());
    CHECK(sql::is_null(read_value({0xE7, 8, 0, c0, c1, c2, c3, c4, 0xFF, 0xFF})));
    CHECK(read_text({0xA7, 8, 0, c0, c1, c2, c3, c4, 2, 0, 'a', 0x80}) == "a€");
    CHECK(read_text({0x27, 8, 2, 'a', 'b'}) == "ab");
    CHECK(read_text({0x63, 4, 0, 0, 0, c0, c1, c2, c3, c4, 4, 0, 0, 0, 'a', 0, 'b', 0}) == "ab");
    CHECK(sql::is_null(read_value({0x63, 0, 0, 0, 0, c0, c1, c2, c3, c4, 0xFF, 0xFF, 0xFF, 0xFF})));
    CHECK(read_text({0x23, 2, 0, 0, 0, c0, c1, c2, c3, c4, 1, 0, 0, 0, 'a'}) == "a");
}

TEST_CASE("max types come in chunks that may split a character", "[sim][wire][values]") {
    byte_string const type{0xE7, 0xFF, 0xFF, c0, c1, c2, c3, c4};
    auto const chunked = [&](byte_string const& rest) {
        auto typed = type;
        typed += rest;
        return typed;
    };
    byte_string const unknown{0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF};
    auto split = unknown;
    split += {3, 0, 0, 0, 'a', 0, 0xA9, 1, 0, 0, 0, 3, 0, 0, 0, 0};
    CHECK(read_text(chunked(split)) == "aΩ");
    CHECK(read_parameter(chunked(split)).declared == sql::type::nvarchar_max);
    CHECK(read_text(chunked({2, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 'a', 0, 0, 0, 0, 0})) == "a");
    CHECK(read_text(chunked({0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0})).empty());
    CHECK(sql::is_null(read_value(chunked(byte_string(8, 0xFF)))));
}

TEST_CASE("binary data and identifiers", "[sim][wire][values]") {
    auto const data = read_value({0xA5, 8, 0, 2, 0, 0xDE, 0xAD});
    CHECK(std::get<std::vector<std::byte>>(data) ==
          std::vector<std::byte>{std::byte{0xDE}, std::byte{0xAD}});
    auto const id = read_value({0x24, 16, 16, 0xF1, 0x7B, 0x0D, 0xC7, 0xC7, 0xE5, 0xC5, 0x40, 0x98,
                                0xC7, 0xA1, 0x2F, 0x7E, 0x68, 0x67, 0x24});
    CHECK(ssislb::to_string(std::get<ssislb::guid>(id)) == "C70D7BF1-E5C7-40C5-98C7-A12F7E686724");
}

TEST_CASE("a variant holds a value of another type", "[sim][wire][values]") {
    CHECK(read_integer({0x62, 0x40, 0x1F, 0, 0, 6, 0, 0, 0, 0x38, 0, 7, 0, 0, 0}) == 7);
    CHECK(read_text({0x62, 0x40, 0x1F, 0,  0,  11, 0, 0, 0,   0xE7,
                     7,    c0,   c1,   c2, c3, c4, 8, 0, 'a', 0}) == "a");
    CHECK(sql::is_null(read_value({0x62, 0x40, 0x1F, 0, 0, 0, 0, 0, 0})));
}

TEST_CASE("types of a 7.1 client", "[sim][wire][values]") {
    auto const read = read_parameter({0xE7, 8, 0, c0, c1, c2, c3, c4, 2, 0, 'x', 0},
                                     tds_version::v7_1_revision_1);
    CHECK(read.value == sql::value{std::string("x")});
    CHECK(read.max_length == 4);
}
