// The test's own reader against published answers; then our encoder against them.
#include "sim/wire/answer.hpp"
#include "sim/wire/packet.hpp"
#include "sim/wire/token_writer.hpp"
#include "support/catch.hpp"
#include "unit/sim_wire/client_bytes.hpp"
#include "unit/sim_wire/token_reader.hpp"
#include "unit/sim_wire/vectors/vector_file.hpp"

#include <regex>

using namespace ssislb::test;
using namespace ssislb::sim;

namespace {

/// The published decoding tells how max values were cut into chunks; this reader does not.
std::string without_remarks(std::string const& line) {
    static std::regex const remark(R"( \[total \d+, \d+ chunk\(s\)\]| \(\d+ bytes\))");
    return std::regex_replace(line, remark, "");
}

byte_string payload_of(vector_file const& vector) {
    return byte_string(vector.data.begin() + 8, vector.data.end());
}

sql::message message(std::int32_t number, std::uint8_t state, std::uint8_t severity,
                     std::string text, std::int32_t line = 0) {
    return {number, state, severity, std::move(text), "", line};
}

} // namespace

TEST_CASE("the test's reader decodes captured answers as they were published", "[vectors]") {
    auto const vectors = read_vectors("babelfish", "-response");
    REQUIRE(vectors.size() > 50);
    for (auto const& vector : vectors) {
        // A name may hold the word by chance, and PRELOGIN has no tokens.
        bool const tokens = vector.data[0] == 0x04;
        if (!tokens || vector.name.find("prelogin") != std::string::npos)
            continue;
        CAPTURE(vector.name);
        auto const lines = read_answer(vector.data, !vector.is_7_1);
        auto const published = vector.decoded();
        REQUIRE(lines.size() == published.size());
        for (std::size_t at = 0; at < lines.size(); ++at)
            // Long values are published in part.
            if (published[at].find("... ") == std::string::npos)
                CHECK(lines[at] == without_remarks(published[at]));
    }
}

TEST_CASE("the test's reader accepts the answers of the specification", "[vectors]") {
    for (auto const* name :
         {"s4.04-login-response", "s4.07-sqlbatch-response", "s4.09-rpc-response",
          "s4.15-sparse-column-response", "s4.17-featureextack-session-recovery",
          "s4.18-sessionstate-response", "x11-select-count"}) {
        CAPTURE(name);
        CHECK(read_answer(read_vector(std::string(name)).data).size() >= 2);
    }
    CHECK(read_answer(read_vector("x10-login-failed-7.1-layout").data, false).size() == 2);
}

TEST_CASE("a login response has the bytes of the specification", "[vectors]") {
    wire::bytes out;
    wire::token_writer put(out, wire::tds_version::v7_2, "");
    put.text_change(wire::change::database, "master", "master");
    put.message(message(5701, 2, 0, "Changed database context to 'master'."));
    put.collation_change();
    put.text_change(wire::change::language, "us_english", "");
    put.text_change(wire::change::packet_size, "4096", "4096");
    put.message(message(5703, 1, 0, "Changed language setting to us_english."));
    put.login_ack();
    put.done(wire::done_token::done, wire::done_status::final, wire::done_command::none);

    // The example leaves the program's version at zero: four bytes before the DONE.
    auto const published = payload_of(read_vector("s4.04-login-response"));
    REQUIRE(out.size() == published.size());
    for (auto at = out.size() - 17; at < out.size() - 13; ++at)
        out[at] = 0;
    CHECK(out == published);
}

TEST_CASE("an error has the published bytes", "[vectors]") {
    wire::bytes out;
    wire::token_writer put(out, wire::tds_version::v7_4, "a688092a79f5");
    put.message(message(207, 1, 16, "Invalid column name 'fsdf'.", 1));
    CHECK(out == read_vector("x09-error-207").data);
}

TEST_CASE("an output parameter has the published bytes", "[vectors]") {
    wire::bytes out;
    wire::token_writer put(out, wire::tds_version::v7_4, "");
    sql::output_value output;
    output.value = std::int64_t{180150003};
    put.return_value(output);
    CHECK(out == read_vector("x12-returnvalue-int").data);
}

TEST_CASE("a failed login of a 7.1 client has the published bytes", "[vectors]") {
    auto published = read_vector("x10-login-failed-7.1-layout").data;
    wire::bytes tokens;
    wire::token_writer put(tokens, wire::tds_version::v7_1, "");
    wire::put_login_refused(put, {message(18456, 1, 14, "Login failed for user 'sa'.")});
    wire::bytes out;
    wire::append_message(out, wire::packet_type::answer, tokens, 4096, 0x37);
    // The id of a packet is not looked at.
    published[6] = out[6];
    CHECK(out == published);
}

TEST_CASE("a call's answer has the bytes of the specification", "[vectors]") {
    wire::bytes out;
    wire::token_writer put(out, wire::tds_version::v7_4, "");
    put.done(wire::done_token::in_procedure, wire::done_status::more | wire::done_status::count,
             wire::done_command::select, 1);
    wire::put_call_answer(put, {}, {});
    CHECK(out == payload_of(read_vector("s4.09-rpc-response")));
}

TEST_CASE("result sets have the published bytes but for the column's flags", "[vectors]") {
    auto const encode = [](sql::result_set const& set) {
        wire::bytes out;
        wire::token_writer put(out, wire::tds_version::v7_4, "");
        sql::response response;
        response.items.emplace_back(set);
        wire::put_batch_answer(put, response);
        return out;
    };
    // Token, count and user type come before the flags.
    constexpr std::size_t flags = 1 + 2 + 4;

    auto text = payload_of(read_vector("s4.07-sqlbatch-response"));
    text[flags] = 0x08;
    CHECK(encode({{{"bar", sql::type::varchar, 3, false}}, {{std::string("foo")}}}) == text);

    auto number = payload_of(read_vector("x11-select-count"));
    number[flags] = 0x09;
    CHECK(encode({{{"", sql::type::int_, 0, true}}, {{std::int64_t{0}}}}) == number);
}
