// LOGIN7.
#include "sim/wire/login.hpp"
#include "support/catch.hpp"
#include "unit/sim_wire/client_bytes.hpp"

#include <array>

using namespace ssislb::sim::wire;
using namespace ssislb::test;

TEST_CASE("LOGIN7 tells who the client is", "[sim][wire][login]") {
    login_fields fields;
    fields.user = u"Größe";
    fields.password = u"pä\xD83D\xDE00";
    fields.language = u"Deutsch";
    for (std::uint32_t const version : {0x71000001U, 0x72090002U, 0x74000004U}) {
        fields.version = version;
        auto const read = parse_login7(login7_body(fields));
        REQUIRE(read);
        CHECK(login_ack_number(read->version) == version);
        CHECK(read->packet_size == 4096);
        CHECK(read->login.user == "Größe");
        CHECK(read->login.password == "pä\U0001F600");
        CHECK(read->login.database == "msdb");
        CHECK(read->login.language == "Deutsch");
        CHECK(read->login.application == "tester");
        CHECK(read->login.host == "workstation");
        CHECK_FALSE(read->login.integrated_security);
    }
}

TEST_CASE("LOGIN7 tells integrated security", "[sim][wire][login]") {
    login_fields fields;
    fields.option_flags_2 = 0x80;
    CHECK(parse_login7(login7_body(fields))->login.integrated_security);
}

TEST_CASE("an empty field may have any offset", "[sim][wire][login]") {
    auto body = login7_body();
    // ServerName becomes empty and points nowhere.
    body[52] = 0xFF;
    body[53] = 0xFF;
    body[54] = 0;
    CHECK(parse_login7(body));
}

TEST_CASE("a LOGIN7 that is cut off anywhere is refused", "[sim][wire][login]") {
    auto const whole = login7_body();
    for (std::size_t size = 0; size < whole.size(); ++size) {
        CAPTURE(size);
        CHECK_FALSE(parse_login7(byte_view(whole).first(size)));
    }
    CHECK(parse_login7(whole));
}

TEST_CASE("fields outside the message, long names and old versions are refused",
          "[sim][wire][login]") {
    for (std::size_t const field : {36U, 40U, 44U, 48U, 64U, 68U}) {
        auto outside = login7_body();
        outside[field] = 0xFF;
        outside[field + 1] = 0x7F;
        outside[field + 2] = 1;
        CHECK_FALSE(parse_login7(outside));
    }
    login_fields fields;
    fields.user = std::u16string(129, u'u');
    CHECK_FALSE(parse_login7(login7_body(fields)));
    fields = {};
    fields.version = 0x70000000;
    CHECK_FALSE(parse_login7(login7_body(fields)));
}

namespace {

/// A 7.4 login whose extension points at these features.
byte_string with_features(byte_string const& features) {
    auto body = login7_body();
    body[27] |= 0x10;
    auto const pointer = body.size();
    body[56] = static_cast<std::uint8_t>(pointer % 256);
    body[57] = static_cast<std::uint8_t>(pointer / 256);
    body[58] = 4;
    body += little_endian(pointer + 4, 4);
    body += features;
    auto const length = little_endian(body.size(), 4);
    std::copy(length.begin(), length.end(), body.begin());
    return body;
}

} // namespace

TEST_CASE("features are skipped by their lengths", "[sim][wire][login]") {
    auto const read = parse_login7(with_features({4, 1, 0, 0, 0, 1, 0x0A, 0, 0, 0, 0, 0xFF}));
    REQUIRE(read);
    CHECK(read->features == bytes{4, 0x0A});
    CHECK(read->login.user == "sa");
    // No end, and an item that goes beyond it.
    CHECK_FALSE(parse_login7(with_features({4, 1, 0, 0, 0, 1})));
    CHECK_FALSE(parse_login7(with_features({4, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF})));
}

TEST_CASE("the packet size asked for is brought into range", "[sim][wire][login]") {
    CHECK(agree_packet_size(0) == 4096);
    CHECK(agree_packet_size(1) == 512);
    CHECK(agree_packet_size(8000) == 8000);
    CHECK(agree_packet_size(100000) == 32767);
}
