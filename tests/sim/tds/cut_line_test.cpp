// The line is cut at each byte of an answer.
#include "tds_scene.hpp"

using namespace ssislb;
using namespace ssislb::test;

namespace {

/// An answer with a token of each kind.
sql::response whole(sql::call const& asked) {
    sql::result_set set{{{"n", sql::type::int_, 0, true}, {"t", sql::type::nvarchar_max}},
                        {{{std::int64_t{1}}, {"one"}}, {{}, {"two"}}}};
    auto response = answer(error_message(0, "hello", "", 0), std::move(set), sql::return_status{3},
                           sql::output_value{"@o", sql::type::int_, 0, {std::int64_t{5}}, 0});
    if (asked.procedure == "sp_failing")
        response.items.emplace(response.items.begin() + 2, error_message(50001, "no luck"));
    return response;
}

/// One answer that is cut after so many bytes.
struct cut_scene : open_scene {
    cut_scene(std::function<sql::response(sql::call const&)> give, std::size_t bytes)
        : open_scene({plain_answer, [give, bytes](sql::call const& asked) {
                          auto response = give(asked);
                          response.delivery.drop_after = bytes;
                          return response;
                      }}) {}
};

/// Waits for the end of the connection, if that has not come yet.
void wait_until_dead(tds_client& client) {
    auto const watch = client.finish(client.begin_watch());
    CHECK((!watch->error || watch->error == client_errc::not_connected));
    CHECK_FALSE(client.line.is_open());
}

tds::rpc call(std::string name) {
    return tds::rpc(std::move(name)).out("@o", tds::output_type::integer);
}

/// Cuts the answer to `name` after 0, 1, 2 ... bytes until it comes whole, and returns how many
/// cuts there were.
std::size_t walk(std::string const& name, error_code complete) {
    for (std::size_t bytes = 0;; ++bytes) {
        CAPTURE(name, bytes);
        cut_scene scene(whole, bytes);
        auto const told = scene.ask(call(name));
        wait_until_dead(scene);
        CHECK(scene.ask("select 1")->error == client_errc::not_connected);
        if (told->error == complete) {
            CHECK(told->answer().return_status == 3);
            CHECK(told->answer().outputs.size() == 1);
            CHECK(told->answer().sets.at(0).size() == 2);
            return bytes;
        }
        REQUIRE(told->error == client_errc::connection_lost);
    }
}

sql::response several_packets(sql::call const&) {
    return answer(sql::result_set{{{"t", sql::type::nvarchar_max}}, {{{std::string(6000, 'x')}}}});
}

} // namespace

TEST_CASE("a line cut at any byte of an answer is an error, never a wait and never half an answer",
          "[tds][cut]") {
    CHECK(walk("sp_any", {}) > 100);
}

TEST_CASE("a line cut at any byte of an answer with an error is an error", "[tds][cut]") {
    CHECK(walk("sp_failing", sql_server_error(50001)) > 100);
}

TEST_CASE("an answer that is cut between its packets is not whole", "[tds][cut]") {
    for (std::size_t const edge : {4096U, 8192U, 12288U})
        for (std::size_t const bytes : {edge - 1, edge, edge + 1, edge + 8, edge + 9}) {
            CAPTURE(bytes);
            cut_scene scene(several_packets, bytes);
            auto const told = scene.ask(tds::rpc("sp_any"));
            bool const all = bytes > 12'200;
            CHECK(told->error == (all ? error_code{} : client_errc::connection_lost));
            wait_until_dead(scene);
        }
}
