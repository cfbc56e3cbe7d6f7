// An answer that is too large.
#include "tds_scene.hpp"

using namespace ssislb;
using namespace ssislb::test;

namespace {

sql::result_set texts(std::size_t rows, std::size_t length) {
    return {{{"t", sql::type::nvarchar_max, 0, false}},
            std::vector<sql::row>(rows, {{std::string(length, 'x')}})};
}

sql::response give(sql::batch const& asked) {
    if (asked.text == "three")
        return answer(texts(3, 10));
    if (asked.text == "two sets")
        return answer(texts(2, 10), texts(2, 10), texts(2, 10));
    if (asked.text == "many")
        return answer(texts(20'000, 100));
    if (asked.text == "wide name")
        return answer(
            sql::result_set{{{std::string(100, 'n'), sql::type::int_, 0, false}}, {{{1}}}});
    return plain_answer(asked);
}

tds::batch limited(std::string sql, tds::limits limit) {
    tds::batch asked(std::move(sql));
    asked.limit = limit;
    return asked;
}

constexpr std::size_t plenty = 1'000'000;

} // namespace

TEST_CASE("as many rows as the limit allows are no error", "[tds][limits]") {
    open_scene scene({give});
    auto const told = scene.ask(limited("three", {3, plenty}));
    CHECK_FALSE(told->error);
    CHECK(told->answer().sets.at(0).size() == 3);
}

TEST_CASE("a row beyond the limit ends the call, not the line, and keeps what came before",
          "[tds][limits]") {
    open_scene scene({give});
    auto const told = scene.ask(limited("three", {2, plenty}));
    CHECK(told->error == client_errc::result_too_large);
    CHECK(told->answer().sets.at(0).size() == 2);
    CHECK(scene.works());
}

TEST_CASE("rows of all sets count together", "[tds][limits]") {
    open_scene scene({give});
    auto const told = scene.ask(limited("two sets", {3, plenty}));
    CHECK(told->error == client_errc::result_too_large);
    REQUIRE(told->answer().sets.size() == 2);
    CHECK(told->answer().sets[0].size() == 2);
    CHECK(told->answer().sets[1].size() == 1);
    CHECK(scene.works());
}

TEST_CASE("bytes of names and cells count together", "[tds][limits]") {
    open_scene scene({give});
    auto const told = scene.ask(limited("three", {plenty, 50}));
    CHECK(told->error == client_errc::result_too_large);
    CHECK(told->answer().sets.at(0).size() == 2);
    CHECK(scene.ask(limited("wide name", {plenty, 50}))->error == client_errc::result_too_large);
    CHECK(scene.works());
}

TEST_CASE("a limit of nothing lets nothing in", "[tds][limits]") {
    open_scene scene({give});
    CHECK(scene.ask(limited("three", {0, plenty}))->error == client_errc::result_too_large);
    CHECK(scene.ask(limited("three", {plenty, 0}))->error == client_errc::result_too_large);
    CHECK(scene.works());
}

TEST_CASE("an endless answer is given up and the line goes on", "[tds][limits]") {
    open_scene scene({give});
    for (int round = 0; round < 3; ++round) {
        auto const told = scene.ask(limited("many", {10, plenty}));
        CHECK(told->error == client_errc::result_too_large);
        CHECK(told->answer().sets.at(0).size() == 10);
        CHECK(scene.works());
    }
}
