// Answers in which single bytes are wrong.
#include "forging_relay.hpp"
#include "tds_scene.hpp"

using namespace ssislb;
using namespace ssislb::test;

namespace {

sql::response rich(sql::call const&) {
    sql::result_set set{{{"n", sql::type::int_, 0, true}, {"t", sql::type::nvarchar, 20}},
                        {{{std::int64_t{1}}, {"one"}}, {{}, {"two"}}}};
    return answer(error_message(50001, "no luck"), std::move(set), sql::return_status{3});
}

/// The outcome of a call whose answer has one wrong byte and after which the line is cut.
calling forged_call(tds_scene const& server, std::size_t at, unsigned char flip) {
    forging_relay relay(server.port);
    tds_client client(relay.port());
    REQUIRE_FALSE(client.connect()->error);
    relay.forge(at, flip);
    auto told = client.ask(tds::rpc("sp_any"));
    auto const watch = client.finish(client.begin_watch());
    CHECK((!watch->error || watch->error == client_errc::not_connected));
    CHECK_FALSE(client.line.is_open());
    return told;
}

/// The bytes of the answer as it is.
std::size_t answer_length(tds_scene const& server) {
    forging_relay relay(server.port);
    tds_client client(relay.port());
    REQUIRE_FALSE(client.connect()->error);
    auto const before = relay.forwarded();
    CHECK(client.ask(tds::rpc("sp_any"))->error == sql_server_error(50001));
    return relay.forwarded() - before;
}

} // namespace

TEST_CASE("a wrong byte anywhere in an answer makes no call hang and leaves no connection open",
          "[tds][forged]") {
    tds_scene const server({plain_answer, rich});
    auto const length = answer_length(server);
    REQUIRE(length > 100);
    int lost = 0;
    int unreadable = 0;
    for (int const flip : {0xFF, 0x01, 0x80})
        for (std::size_t at = 0; at < length; ++at) {
            CAPTURE(at, flip);
            auto const error = forged_call(server, at, static_cast<unsigned char>(flip))->error;
            lost += error == client_errc::connection_lost ? 1 : 0;
            unreadable += error == client_errc::protocol_violation ? 1 : 0;
            if (error.category() == client_category())
                CHECK((error == client_errc::connection_lost ||
                       error == client_errc::protocol_violation));
        }
    CHECK(lost > 0);
    CHECK(unreadable > 0);
}
