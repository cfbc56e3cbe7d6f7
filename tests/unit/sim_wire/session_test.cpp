// A client's conversation up to its login, and how bytes may arrive.
#include "support/catch.hpp"
#include "unit/sim_wire/session_driver.hpp"

using namespace ssislb::test;
using ssislb::sim::wire::server_encryption;
using ssislb::sim::wire::tls_scope;

namespace {

using lines = std::vector<std::string>;

/// Everything a client may say, one request after the other.
byte_string conversation() {
    auto out = prelogin(2);
    out += login7();
    out += batch(u"select 1");
    out += rpc_bytes(u"sp_help_job").text(u"@job_name", u"Ω").message();
    out += attention();
    auto payload = all_headers();
    payload += rpc_bytes(u"sp_start_job").text(u"@job_name", std::u16string(700, u'j')).data();
    out += packets(3, payload, 100);
    out += packet(1, {'b', 0, 'a', 0}, 3);
    return out;
}

struct outcome {
    byte_string output;
    std::vector<sql::call> calls;
    std::vector<std::string> batches;
    bool closed = false;
};

/// Plays a client that sends its bytes in two pieces, or one by one.
outcome play(byte_string const& sent, std::size_t first_piece, std::size_t further_pieces) {
    fake_service service;
    service.on_call = [](auto const&) { return answer(one_number(1)); };
    wire::session session(service, {});
    outcome result;
    for (std::size_t at = 0; at < sent.size();) {
        auto const size = std::min(at == 0 ? first_piece : further_pieces, sent.size() - at);
        session.receive(octets(sent).subspan(at, size));
        at += size;
        result.output += std::exchange(session.output(), {});
    }
    result.calls = service.calls;
    result.batches = service.batches;
    result.closed = session.closed();
    return result;
}

} // namespace

TEST_CASE("bytes may arrive in any pieces", "[sim][wire][session]") {
    auto const sent = conversation();
    auto const whole = play(sent, sent.size(), 0);
    CHECK(whole.batches == std::vector<std::string>{"select 1"});
    REQUIRE(whole.calls.size() == 2);
    CHECK_FALSE(whole.closed);
    for (std::size_t first = 1; first < sent.size(); ++first) {
        auto const split = play(sent, first, sent.size());
        CAPTURE(first);
        REQUIRE(split.output == whole.output);
        REQUIRE(split.calls.size() == 2);
    }
    CHECK(play(sent, 1, 1).output == whole.output);
}

TEST_CASE("a client that stops in mid request gets no answer to it", "[sim][wire][session]") {
    auto const sent = conversation();
    auto const whole = play(sent, sent.size(), 0).output;
    for (std::size_t size = 0; size < sent.size(); ++size) {
        byte_string const part(sent.begin(), sent.begin() + static_cast<std::ptrdiff_t>(size));
        auto const answered = play(part, size + 1, 0);
        CAPTURE(size);
        REQUIRE_FALSE(answered.closed);
        REQUIRE(answered.output.size() <= whole.size());
        REQUIRE(std::equal(answered.output.begin(), answered.output.end(), whole.begin()));
    }
}

TEST_CASE("a client may log in without PRELOGIN", "[sim][wire][session]") {
    fake_service service;
    wire::session session(service, {});
    session.receive(login7());
    CHECK(session.logged_in());
    CHECK(read_answer(session.output()).back() ==
          "DONE status 0x0000 (FINAL) curcmd 0x0000 count 0");
    REQUIRE(service.logins.size() == 1);
    CHECK(service.logins[0].user == "sa");
    CHECK(service.logins[0].password == "secret");
}

TEST_CASE("where encryption is required a login needs PRELOGIN", "[sim][wire][session]") {
    fake_service service;
    wire::session session(service, {server_encryption::login_only, true, 51});
    session.receive(login7());
    CHECK(session.closed());
    CHECK(session.output().empty());
    CHECK(service.logins.empty());
}

TEST_CASE("PRELOGIN settles what TLS covers", "[sim][wire][session]") {
    fake_service service;
    wire::session session(service, {server_encryption::login_only, false, 51});
    session.receive(prelogin(0));
    CHECK(session.agreed_scope() == tls_scope::login_only);
    CHECK_FALSE(session.closed());
    wire::session refusing(service, {server_encryption::full, true, 51});
    refusing.receive(prelogin(2));
    CHECK(refusing.closed());
    CHECK_FALSE(refusing.output().empty());
}

TEST_CASE("a refused login gets its errors and the end", "[sim][wire][session]") {
    for (std::uint32_t const version : {0x71000001U, 0x74000004U}) {
        fake_service service;
        service.refusal = {error_message(4060, "Cannot open database", "", 11),
                           error_message(18456, "Login failed for user 'sa'.", "", 14)};
        wire::session session(service, {});
        login_fields fields;
        fields.version = version;
        session.receive(login7(fields));
        CHECK(session.closed());
        auto const told = read_answer(session.output(), version >= 0x72000000);
        REQUIRE(told.size() == 3);
        CHECK(told[0].starts_with("ERROR 4060 state 1 class 11 "));
        CHECK(told[1].starts_with("ERROR 18456 state 1 class 14 "));
        CHECK(told[2] == "DONE status 0x0002 (ERROR) curcmd 0x0000 count 0");
    }
}

TEST_CASE("what does not belong before the login ends the connection silently",
          "[sim][wire][session]") {
    auto const ends = [](byte_string const& sent, std::size_t answers) {
        fake_service service;
        wire::session session(service, {});
        session.receive(sent);
        return session.closed() && read_messages(session.output()).size() == answers;
    };
    CHECK(ends(batch(u"select 1"), 0));
    CHECK(ends(attention(), 0));
    CHECK(ends(packet(0x12, {1, 2, 3}), 0));
    CHECK(ends(packet(0x10, {1, 2, 3}), 0));
    auto twice = prelogin(2);
    twice += prelogin(2);
    CHECK(ends(twice, 1));
    // A TLS ClientHello at once, and a packet without room for its header.
    CHECK(ends({0x16, 0x03, 0x01, 0x00, 0x05, 1, 0, 0, 0, 0}, 0));
    CHECK(ends({0x01, 0x01, 0x00, 0x07, 0, 0, 0, 0}, 0));
}

TEST_CASE("answers are cut to the packet size from the first one after the login",
          "[sim][wire][session]") {
    fake_service service;
    service.on_batch = [](auto const&) {
        auto many = one_number(0);
        many.rows.resize(500, many.rows.front());
        return answer(many);
    };
    wire::session session(service, {});
    login_fields fields;
    fields.packet_size = 512;
    session.receive(login7(fields));
    CHECK(read_messages(session.output()).front().packet_sizes.size() == 1);
    session.output().clear();
    session.receive(batch(u"select"));
    auto const message = read_messages(session.output()).front();
    CHECK(message.packet_sizes.size() > 3);
    CHECK(message.packet_sizes.front() == 512);
    CHECK(read_tokens(message.payload).size() == 502);
}
