// Packets, messages, PRELOGIN and versions.
#include "sim/wire/packet.hpp"
#include "sim/wire/prelogin.hpp"
#include "sim/wire/version.hpp"
#include "support/catch.hpp"
#include "unit/sim_wire/client_bytes.hpp"
#include "unit/sim_wire/token_reader.hpp"

#include <numeric>

using namespace ssislb::sim::wire;
using namespace ssislb::test;

namespace {

constexpr std::uint8_t certificate = encryption::client_certificate;

byte_string prelogin_payload(std::uint8_t wish) {
    auto const message = prelogin(wish);
    return {message.begin() + 8, message.end()};
}

} // namespace

TEST_CASE("a message is cut into full packets and a last one", "[sim][wire][packet]") {
    bytes payload(1500);
    std::iota(payload.begin(), payload.end(), std::uint8_t{0});
    for (std::size_t const size : {512U, 1508U, 1507U, 4096U}) {
        bytes out;
        append_message(out, packet_type::answer, payload, size, 0x1234);
        auto const messages = read_messages(out);
        REQUIRE(messages.size() == 1);
        CHECK(messages[0].payload == payload);
        for (std::size_t at = 0; at + 1 < messages[0].packet_sizes.size(); ++at)
            CHECK(messages[0].packet_sizes[at] == size);
        CHECK(messages[0].packet_sizes.back() <= size);
        CHECK(out[4] == 0x12);
        CHECK(out[5] == 0x34);
    }
}

TEST_CASE("an empty message is one packet", "[sim][wire][packet]") {
    bytes out;
    append_message(out, packet_type::answer, {}, 4096, 0);
    CHECK(out == bytes{4, 1, 0, 8, 0, 0, 1, 0});
}

TEST_CASE("packets are put together until the last one", "[sim][wire][packet]") {
    assembler parts;
    parts.limit(4);
    bytes const first{1, 2};
    bytes const second{3, 4};
    CHECK(parts.take({packet_type::rpc, packet_status::reset_connection, 10}, first) ==
          assembler::result::more);
    CHECK(parts.in_message());
    REQUIRE(parts.take({packet_type::rpc, packet_status::end_of_message, 10}, second) ==
            assembler::result::complete);
    auto const& whole = parts.complete();
    CHECK(bytes(whole.payload.begin(), whole.payload.end()) == bytes{1, 2, 3, 4});
    CHECK(whole.first_status == packet_status::reset_connection);
    CHECK(whole.last_status == packet_status::end_of_message);
    CHECK_FALSE(parts.in_message());
}

TEST_CASE("a message that changes its type or grows too large is broken", "[sim][wire][packet]") {
    assembler parts;
    parts.limit(4);
    bytes const some{1, 2};
    bytes const more{1, 2, 3};
    CHECK(parts.take({packet_type::rpc, 0, 10}, some) == assembler::result::more);
    CHECK(parts.take({packet_type::batch, 1, 10}, some) == assembler::result::broken);
    assembler small;
    small.limit(4);
    CHECK(small.take({packet_type::rpc, 0, 10}, some) == assembler::result::more);
    CHECK(small.take({packet_type::rpc, 1, 11}, more) == assembler::result::broken);
}

TEST_CASE("the encryption table of MS-TDS 2.2.6.5 is kept", "[sim][wire][prelogin]") {
    struct expectation {
        int client;
        server_encryption server;
        std::uint8_t answer;
        tls_scope scope;
        bool close;
    };
    using enum server_encryption;
    using namespace encryption;
    auto const none = tls_scope::none;
    auto const all = tls_scope::all;
    auto const login = tls_scope::login_only;
    // What the specification calls a server that is OFF, ON, or does not support encryption is
    // login_only, full and off here; all of them with encryption required.
    expectation const table[]{
        {0x00, login_only, 0x00, login, false},
        {0x00, full, required, all, false},
        {0x00, server_encryption::off, not_supported, none, false},
        {0x01, login_only, on, all, false},
        {0x01, full, on, all, false},
        {0x01, server_encryption::off, not_supported, none, true},
        {0x03, login_only, on, all, false},
        {0x03, full, on, all, false},
        {0x03, server_encryption::off, not_supported, none, true},
        {0x02, full, required, none, true},
        {0x02, server_encryption::off, not_supported, none, false},
        {certificate | 0x00, login_only, 0x00, login, false},
        {certificate | 0x00, full, required, all, false},
        {certificate | 0x00, server_encryption::off, not_supported, none, true},
        {certificate | 0x01, login_only, on, all, false},
        {certificate | 0x03, full, on, all, false},
        {certificate | 0x01, server_encryption::off, not_supported, none, true},
        {certificate | 0x02, login_only, required, none, true},
        {certificate | 0x02, full, required, none, true},
        {certificate | 0x02, server_encryption::off, required, none, true},
        // The reserved bit means nothing.
        {0x20, login_only, 0x00, login, false},
    };
    for (auto const& row : table) {
        CAPTURE(row.client, static_cast<int>(row.server));
        auto const agreed = agree(static_cast<std::uint8_t>(row.client), row.server, true);
        CHECK(agreed.encryption == row.answer);
        CHECK(agreed.scope == row.scope);
        CHECK(agreed.close == row.close);
    }
}

TEST_CASE("a client without encryption is served in plain text unless it is required",
          "[sim][wire][prelogin]") {
    for (auto const offered : {server_encryption::login_only, server_encryption::full}) {
        auto const served = agree(encryption::not_supported, offered, false);
        // Never OFF: clients that cannot encrypt do not understand it.
        CHECK(served.encryption == encryption::not_supported);
        CHECK_FALSE(served.close);
        CHECK(agree(encryption::not_supported, offered, true).close);
    }
}

TEST_CASE("PRELOGIN is read with its options anywhere in the message", "[sim][wire][prelogin]") {
    CHECK(parse_prelogin(prelogin_payload(encryption::on))->encryption == encryption::on);
    CHECK(parse_prelogin(bytes{0, 0, 6, 0, 6, 0xFF, 9, 0, 0, 0, 0, 0})->encryption ==
          encryption::not_supported);
}

TEST_CASE("a PRELOGIN that lies about its options is refused", "[sim][wire][prelogin]") {
    auto const whole = prelogin_payload(encryption::on);
    for (std::size_t size = 0; size < whole.size(); ++size) {
        CAPTURE(size);
        CHECK_FALSE(parse_prelogin(byte_view(whole).first(size)));
    }
    // VERSION is not the first option.
    CHECK_FALSE(parse_prelogin(bytes{1, 0, 6, 0, 1, 0xFF, 1}));
    CHECK_FALSE(parse_prelogin(bytes{0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF}));
}

TEST_CASE("the PRELOGIN answer tells version, encryption, instance, thread and MARS",
          "[sim][wire][prelogin]") {
    bytes out;
    append_prelogin_answer(out, encryption::required);
    CHECK(out == bytes{0, 0, 26, 0, 6,  1, 0, 32,   0,  1, 2, 0,    33, 0, 1, 3, 0, 34,
                       0, 0, 4,  0, 34, 0, 1, 0xFF, 15, 0, 0x10, 0xCA, 0,  0, 3, 0, 0});
}

TEST_CASE("the lower version of client and server is spoken", "[sim][wire][version]") {
    CHECK(negotiate(0x71000000) == tds_version::v7_1);
    CHECK(negotiate(0x71000001) == tds_version::v7_1_revision_1);
    CHECK(negotiate(0x72090002) == tds_version::v7_2);
    CHECK(negotiate(0x730A0003) == tds_version::v7_3_a);
    CHECK(negotiate(0x730B0003) == tds_version::v7_3_b);
    CHECK(negotiate(0x74000004) == tds_version::v7_4);
    CHECK(negotiate(0x80000000) == tds_version::v7_4);
    CHECK_FALSE(negotiate(0x70000000));
    CHECK_FALSE(negotiate(0));
    CHECK(login_ack_number(tds_version::v7_1) == 0x07010000);
    CHECK(login_ack_number(tds_version::v7_4) == 0x74000004);
}
