// Bytes of cells to values.
#include "support/catch.hpp"
#include "tds/decode.hpp"

#include <cstring>
#include <limits>
#include <vector>

using namespace ssislb;
using namespace ssislb::tds;
using namespace std::chrono;
using detail::decode;
using detail::wire_type;

namespace {

template <class... Parts>
std::vector<std::byte> bytes_of(Parts... parts) {
    std::vector<std::byte> all;
    [[maybe_unused]] auto const add = [&all](auto part) {
        std::vector<std::byte> copy(sizeof part);
        std::memcpy(copy.data(), &part, sizeof part);
        all.insert(all.end(), copy.begin(), copy.end());
    };
    (add(parts), ...);
    return all;
}

template <class... Parts>
value decoded(wire_type type, Parts... parts) {
    auto const got = decode(type, bytes_of(parts...));
    REQUIRE(got);
    return *got;
}

value at(local_days day, milliseconds time) {
    return server_time{day + time};
}

std::int64_t milliseconds_of(std::uint32_t ticks) {
    auto const got = decoded(wire_type::datetime, std::int32_t{0}, ticks);
    return (std::get<server_time>(got) - local_days{1900y / January / 1}).count();
}

} // namespace

TEST_CASE("integers of every width arrive as 64 bits", "[tds][decode]") {
    CHECK(decoded(wire_type::tinyint, std::uint8_t{255}) == value{std::int64_t{255}});
    CHECK(decoded(wire_type::smallint, std::int16_t{-2}) == value{std::int64_t{-2}});
    CHECK(decoded(wire_type::integer, std::int32_t{-3}) == value{std::int64_t{-3}});
    constexpr auto least = std::numeric_limits<std::int64_t>::min();
    CHECK(decoded(wire_type::bigint, least) == value{least});
}

TEST_CASE("bit and floating point numbers keep their kind", "[tds][decode]") {
    CHECK(decoded(wire_type::bit, std::uint8_t{1}) == value{true});
    CHECK(decoded(wire_type::bitn, std::uint8_t{0}) == value{false});
    CHECK(decoded(wire_type::real, 0.5F) == value{0.5});
    CHECK(decoded(wire_type::floating, -1e300) == value{-1e300});
}

TEST_CASE("a datetime's three-hundredths are rounded as the server shows them", "[tds][decode]") {
    CHECK(milliseconds_of(0) == 0);
    CHECK(milliseconds_of(1) == 3);
    CHECK(milliseconds_of(2) == 7);
    CHECK(milliseconds_of(3) == 10);
    CHECK(milliseconds_of(299) == 997);
    CHECK(milliseconds_of(300) == 1000);
    CHECK(milliseconds_of(25'919'999) == 86'399'997);
}

TEST_CASE("a datetime reaches from 1753 to 9999", "[tds][decode]") {
    CHECK(decoded(wire_type::datetime, std::int32_t{-53690}, std::uint32_t{0}) ==
          at(local_days{1753y / January / 1}, 0ms));
    CHECK(decoded(wire_type::datetime, std::int32_t{2958463}, std::uint32_t{25'919'999}) ==
          at(local_days{9999y / December / 31}, 86'399'997ms));
}

TEST_CASE("smalldatetime counts minutes", "[tds][decode]") {
    CHECK(decoded(wire_type::smalldatetime, std::uint16_t{365}, std::uint16_t{61}) ==
          at(local_days{1901y / January / 1}, 61min));
}

TEST_CASE("date and datetime2 are cut to whole milliseconds", "[tds][decode]") {
    CHECK(decoded(wire_type::datetime2, std::uint64_t{19'999}, std::int32_t{1}, std::int32_t{0}) ==
          at(local_days{1900y / January / 2}, 1ms));
    CHECK(decoded(wire_type::date, std::uint64_t{0}, std::int32_t{-1}, std::int32_t{0}) ==
          at(local_days{1899y / December / 31}, 0ms));
}

TEST_CASE("a uniqueidentifier keeps the order of its bytes", "[tds][decode]") {
    std::array<std::uint8_t, 16> raw{0x78, 0x56, 0x34, 0x12, 0xBC, 0x9A, 0xF0, 0xDE,
                                     0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08};
    auto const got = decoded(wire_type::uniqueidentifier, raw);
    CHECK(to_string(std::get<guid>(got)) == "12345678-9ABC-DEF0-0102-030405060708");
}

TEST_CASE("text keeps its blanks and may be empty", "[tds][decode]") {
    CHECK(decoded(wire_type::character, 'a', ' ', '\0') == value{std::string("a \0", 3)});
    CHECK(decoded(wire_type::nvarchar) == value{std::string{}});
}

TEST_CASE("binary contents arrive as they are", "[tds][decode]") {
    CHECK(decoded(wire_type::varbinary, std::uint8_t{0}, std::uint8_t{255}) ==
          value{binary{std::byte{0}, std::byte{255}}});
    CHECK(decoded(wire_type::image) == value{binary{}});
}

TEST_CASE("bytes that do not fit their type give nothing", "[tds][decode]") {
    for (auto type : {wire_type::bit, wire_type::smallint, wire_type::integer, wire_type::bigint,
                      wire_type::real, wire_type::floating, wire_type::datetime,
                      wire_type::smalldatetime, wire_type::datetime2, wire_type::uniqueidentifier})
        CHECK_FALSE(decode(type, bytes_of('a', 'b', 'c')));
}

TEST_CASE("types without a kind of their own give nothing", "[tds][decode]") {
    CHECK_FALSE(decode(wire_type::time, bytes_of(std::uint64_t{0}, std::uint64_t{0})));
    CHECK_FALSE(decode(wire_type::datetimeoffset, bytes_of(std::uint64_t{0}, std::uint64_t{0})));
    CHECK_FALSE(decode(static_cast<wire_type>(60), bytes_of(std::uint64_t{0})));
}
