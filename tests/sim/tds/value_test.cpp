// Values of a row, from the server to the caller.
#include "tds_scene.hpp"

using namespace ssislb;
using namespace ssislb::test;

namespace {

std::vector<sql::column> every_type() {
    using enum sql::type;
    return {{"bit", bit},
            {"tiny", tinyint},
            {"small", smallint},
            {"int", int_},
            {"big", bigint},
            {"float", float_},
            {"time", datetime},
            {"id", uniqueidentifier},
            {"text", nvarchar, 100},
            {"narrow", varchar, 100},
            {"long", nvarchar_max},
            {"raw", varbinary, 20}};
}

server_time moment() {
    using namespace std::chrono;
    return local_days{November / 24 / 2026} + 3h + 44min + 16s + 250ms;
}

guid id() {
    return *parse_guid("0F0E0D0C-0B0A-0908-0706-050403020100");
}

sql::row full() {
    return {{std::int64_t{1}},
            {std::int64_t{255}},
            {std::int64_t{-32768}},
            {std::int64_t{-5}},
            {std::int64_t{1} << 40},
            {0.5},
            {moment()},
            {id()},
            {"Zażółć – 東京 🚚"},
            {"Grüße"},
            {std::string(9000, 'x') + "é"},
            {std::vector<std::byte>{std::byte{0}, std::byte{255}}}};
}

sql::row hollow() {
    sql::row cells(every_type().size());
    cells[8] = cells[9] = cells[10] = std::string();
    cells[11] = std::vector<std::byte>();
    return cells;
}

sql::response give(sql::batch const& asked) {
    if (asked.text == "full")
        return answer(sql::result_set{every_type(), {full()}});
    if (asked.text == "null")
        return answer(sql::result_set{every_type(), {sql::row(every_type().size())}});
    if (asked.text == "hollow")
        return answer(sql::result_set{every_type(), {hollow()}});
    if (asked.text == "empty")
        return answer(sql::result_set{every_type(), {}});
    if (asked.text == "unnamed")
        return answer(sql::result_set{{{"", sql::type::int_}, {"größe", sql::type::int_}}, {}});
    return answer(sql::result_set{{{"said", sql::type::nvarchar_max}}, {{{asked.text}}}},
                  error_message(0, asked.text, "", 0));
}

} // namespace

TEST_CASE("every type arrives as its alternative", "[tds][value]") {
    open_scene scene({give});
    auto const told = scene.ask("full");
    REQUIRE_FALSE(told->error);
    auto const& set = told->answer().sets.at(0);
    std::vector<tds::value> const wanted{true,
                                         std::int64_t{255},
                                         std::int64_t{-32768},
                                         std::int64_t{-5},
                                         std::int64_t{1} << 40,
                                         0.5,
                                         moment(),
                                         id(),
                                         std::string("Zażółć – 東京 🚚"),
                                         std::string("Grüße"),
                                         std::string(9000, 'x') + "é",
                                         tds::binary{std::byte{0}, std::byte{255}}};
    for (std::size_t column = 0; column < wanted.size(); ++column) {
        CAPTURE(set.columns()[column]);
        CHECK((set.at(0, column) == wanted[column]));
    }
}

TEST_CASE("NULL of every type is null", "[tds][value]") {
    open_scene scene({give});
    auto const told = scene.ask("null");
    REQUIRE_FALSE(told->error);
    auto const& set = told->answer().sets.at(0);
    REQUIRE(set.size() == 1);
    for (std::size_t column = 0; column < set.columns().size(); ++column)
        CHECK(tds::is_null(set.at(0, column)));
}

TEST_CASE("empty text and empty bytes are not NULL", "[tds][value]") {
    open_scene scene({give});
    auto const told = scene.ask("hollow");
    REQUIRE_FALSE(told->error);
    auto const& set = told->answer().sets.at(0);
    for (std::size_t const text : {8U, 9U, 10U}) {
        CAPTURE(text);
        CHECK((set.at(0, text) == tds::value{std::string()}));
    }
    CHECK((set.at(0, 11) == tds::value{tds::binary()}));
}

TEST_CASE("an empty set has its columns", "[tds][value]") {
    open_scene scene({give});
    auto const told = scene.ask("empty");
    REQUIRE_FALSE(told->error);
    REQUIRE(told->answer().sets.size() == 1);
    CHECK(told->answer().sets[0].empty());
    CHECK(told->answer().sets[0].columns().size() == every_type().size());
}

TEST_CASE("a column may have no name, or one that is not ASCII", "[tds][value]") {
    open_scene scene({give});
    auto const told = scene.ask("unnamed");
    REQUIRE_FALSE(told->error);
    auto const names = told->answer().sets.at(0).columns();
    CHECK(std::vector(names.begin(), names.end()) == std::vector<std::string>{"", "größe"});
}

TEST_CASE("a batch and a message of any script arrive unchanged", "[tds][value]") {
    open_scene scene({give});
    for (std::string const text : {"PRINT N'Zażółć gęślą jaźń'", "東京", "ελληνικά", "🚚📦", "é"}) {
        auto const told = scene.ask(text);
        REQUIRE_FALSE(told->error);
        CHECK(told->answer().sets.at(0).get<std::string_view>(0, 0) == text);
        CHECK(told->answer().diag.server.at(0).text == text);
    }
    std::string const large(100'000, 'x');
    auto const told = scene.ask(large + "é");
    REQUIRE_FALSE(told->error);
    CHECK(told->answer().sets.at(0).get<std::string_view>(0, 0) == large + "é");
}
