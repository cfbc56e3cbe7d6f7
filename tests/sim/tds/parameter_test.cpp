// Parameters of a call, from the caller to the server.
#include "tds_scene.hpp"

using namespace ssislb;
using namespace ssislb::test;

namespace {

/// The name and the content of a parameter, as the server saw it.
std::string shown(sql::parameter const& one) {
    struct {
        std::string operator()(std::monostate) const { return "NULL"; }
        std::string operator()(std::int64_t number) const { return std::to_string(number); }
        std::string operator()(double number) const { return std::to_string(number); }
        std::string operator()(server_time at) const { return to_string(at); }
        std::string operator()(guid const& id) const { return to_string(id); }
        std::string operator()(std::string const& text) const { return "N'" + text + "'"; }
        std::string operator()(std::vector<std::byte> const& bytes) const {
            return std::to_string(bytes.size()) + " bytes";
        }
    } const show;
    return one.name + "=" + std::visit(show, one.value) + (one.output ? " OUTPUT" : "");
}

sql::response echo(sql::call const& asked) {
    sql::result_set seen{{{"seen", sql::type::nvarchar_max}}, {{{asked.procedure}}}};
    for (auto const& each : asked.parameters)
        seen.rows.push_back({{shown(each)}});
    return answer(std::move(seen));
}

/// The procedure's name, then each parameter.
std::vector<std::string> seen(tds_client& client, tds::rpc call) {
    auto const told = client.ask(std::move(call));
    REQUIRE_FALSE(told->error);
    auto const& set = told->answer().sets.at(0);
    std::vector<std::string> all;
    for (std::size_t row = 0; row < set.size(); ++row)
        all.emplace_back(*set.get<std::string_view>(row, 0));
    return all;
}

} // namespace

TEST_CASE("a parameter of each kind arrives, a null one is left out", "[tds][parameter]") {
    open_scene scene({plain_answer, echo});
    using namespace std::chrono;
    server_time const at = local_days{November / 24 / 2026} + 3h + 250ms;
    auto call = tds::rpc("msdb.dbo.sp_any")
                    .in("@flag", true)
                    .in("@small", std::int64_t{-5})
                    .in("@big", std::int64_t{1} << 40)
                    .in("@real", 0.5)
                    .in("@none", tds::null_t{})
                    .in("@id", *parse_guid("0F0E0D0C-0B0A-0908-0706-050403020100"))
                    .in("@at", at)
                    .in("@raw", tds::binary(3))
                    .out("@left", tds::output_type::integer);
    CHECK(seen(scene, std::move(call)) ==
          std::vector<std::string>{"msdb.dbo.sp_any", "@flag=1", "@small=-5", "@big=1099511627776",
                                   "@real=0.500000", "@id=N'0F0E0D0C-0B0A-0908-0706-050403020100'",
                                   "@at=N'2026-11-24T03:00:00.250'", "@raw=3 bytes",
                                   "@left=NULL OUTPUT"});
}

TEST_CASE("text of any script arrives unchanged, and so do names", "[tds][parameter]") {
    open_scene scene({plain_answer, echo});
    CHECK(seen(scene, tds::rpc("[dbo].[załaduj]").in("@größe", "it's – 東京 🚚")) ==
          std::vector<std::string>{"[dbo].[załaduj]", "@größe=N'it's – 東京 🚚'"});
}

TEST_CASE("the longest text arrives whole, whatever its letters are", "[tds][parameter]") {
    open_scene scene({plain_answer, echo});
    for (std::string const letter : {"x", "é", "東", "🚚"}) {
        CAPTURE(letter);
        std::string text;
        while (text.size() + letter.size() <= 4000)
            text += letter;
        CHECK(seen(scene, tds::rpc("sp_any").in("@text", text)).at(1) == "@text=N'" + text + "'");
    }
    CHECK(seen(scene, tds::rpc("sp_any").in("@raw", tds::binary(8000))).at(1) == "@raw=8000 bytes");
}

TEST_CASE("what cannot be sent is refused and nothing is sent", "[tds][parameter]") {
    open_scene scene({plain_answer, echo});
    auto const before = scene.requests();
    for (auto const& call :
         {tds::rpc(""), tds::rpc("sp_any").in("@text", ""), tds::rpc("sp_any").in("no_at", 1.0),
          tds::rpc("sp_any").in("@text", std::string(4001, 'x')),
          tds::rpc("sp_any").in("@text", std::string("a\0b", 3)),
          tds::rpc("sp_any").in("@text", "\xff"), tds::rpc("sp_any").in("@raw", tds::binary())})
        CHECK(scene.ask(call)->error == client_errc::invalid_argument);
    CHECK(scene.ask("")->error == client_errc::invalid_argument);
    CHECK(scene.requests() == before);
    CHECK(scene.works());
}
