// Looking cells and outputs up.
#include "support/catch.hpp"

#include <ssislb/tds/result.hpp>

using namespace ssislb;
using namespace ssislb::tds;

namespace {

row_set jobs() {
    row_set set({"job_id", "Name", "name", ""});
    set.append({std::int64_t{1}, std::string("load"), null_t{}, true});
    set.append({null_t{}, std::string("clean"), std::string("x"), false});
    return set;
}

} // namespace

TEST_CASE("a column is found without regard to case, the first of equals", "[tds][result]") {
    auto const set = jobs();
    CHECK(set.column("JOB_ID") == 0U);
    CHECK(set.column("name") == 1U);
    CHECK(set.column("") == 3U);
    CHECK_FALSE(set.column("job"));
    CHECK_FALSE(set.column("job_id "));
}

TEST_CASE("cells are read by row and column", "[tds][result]") {
    auto const set = jobs();
    REQUIRE(set.size() == 2);
    CHECK(set.at(1, 1) == value{std::string("clean")});
    CHECK(set.at(1, 3) == value{false});
    CHECK(set.at(0, 2) == value{null_t{}});
}

TEST_CASE("a cell that is missing, NULL or of another kind is null", "[tds][result]") {
    auto const set = jobs();
    CHECK(set.get<std::int64_t>(0, set.column("job_id")) == 1);
    CHECK_FALSE(set.get<std::int64_t>(1, set.column("job_id")));
    CHECK_FALSE(set.get<std::string_view>(0, set.column("job_id")));
    CHECK_FALSE(set.get<std::int64_t>(0, set.column("owner")));
}

TEST_CASE("every kind of content comes back as it was put in", "[tds][result]") {
    guid const id{{std::byte{7}, std::byte{8}}};
    server_time const noon{std::chrono::local_days{std::chrono::year{2026} / 11 / 24} +
                           std::chrono::hours{12}};
    std::vector<value> const row{null_t{},
                                 true,
                                 std::int64_t{-5},
                                 2.5,
                                 std::string("größer als fünfzehn Zeichen"),
                                 std::string(),
                                 id,
                                 noon,
                                 binary{std::byte{0}, std::byte{255}}};
    row_set set(std::vector<std::string>(row.size()));
    set.append(row);
    set.append(row);
    REQUIRE(set.size() == 2);
    for (std::size_t column = 0; column < row.size(); ++column)
        CHECK(set.at(1, column) == row[column]);
    CHECK(set.get<std::string_view>(1, 4) == "größer als fünfzehn Zeichen");
    CHECK(set.get<guid>(1, 6) == id);
    CHECK(set.get<server_time>(1, 7) == noon);
    CHECK(set.get<std::span<std::byte const>>(0, 8)->size() == 2);
}

TEST_CASE("a set without rows keeps its columns", "[tds][result]") {
    row_set const set({"a"});
    CHECK(set.empty());
    CHECK(set.columns().size() == 1);
}

TEST_CASE("an output is found by its name", "[tds][result]") {
    result got;
    got.outputs.push_back({"@count", std::int64_t{3}});
    REQUIRE(got.find_output("@COUNT") != nullptr);
    CHECK(*got.find_output("@COUNT") == value{std::int64_t{3}});
    CHECK(got.find_output("count") == nullptr);
}
