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
    CHECK(set.row(0).size() == 4);
    CHECK(set.row(1)[3] == value{false});
}

TEST_CASE("a cell that is missing, NULL or of another kind is null", "[tds][result]") {
    auto const set = jobs();
    REQUIRE(set.get<std::int64_t>(0, set.column("job_id")) != nullptr);
    CHECK(*set.get<std::int64_t>(0, set.column("job_id")) == 1);
    CHECK(set.get<std::int64_t>(1, set.column("job_id")) == nullptr);
    CHECK(set.get<std::string>(0, set.column("job_id")) == nullptr);
    CHECK(set.get<std::int64_t>(0, set.column("owner")) == nullptr);
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
