// Batches that go deep or long: the server refuses or runs them, and lives on.
#include "fixture.hpp"
#include "support/catch.hpp"

using namespace ssislb;
using namespace ssislb::sim;
using namespace ssislb::sim::test;
using numbers = std::vector<std::int32_t>;

namespace {

std::string repeated(std::string_view piece, std::size_t times) {
    std::string whole;
    for (; times > 0; --times)
        whole += piece;
    return whole;
}

} // namespace

TEST_CASE("what is nested too deeply is 191, and nothing of the batch runs", "[sim][batch]") {
    lab lab{one_job()};
    std::size_t const deep = 50'000;
    for (auto const& text :
         {"SELECT " + repeated("(", deep) + "1" + repeated(")", deep),
          "SELECT " + repeated("- ", deep) + "1", "SELECT " + repeated("+", deep) + "1",
          "IF " + repeated("NOT ", deep) + "1 = 1 SELECT 1", repeated("BEGIN ", deep),
          repeated("IF 1 = 1 ", deep) + "SELECT 1", "SELECT " + repeated("CAST(", deep),
          "SELECT " + repeated("ISNULL(1, ", deep)}) {
        auto const refused = lab.batch("EXEC sp_start_job load; " + text);
        REQUIRE(refused.numbers() == numbers{191});
        CHECK(refused.message().severity == 15);
    }
    CHECK(lab.server.starts("load") == 0);
    CHECK(lab.batch("SELECT " + repeated("(", 60) + "1" + repeated(")", 60) + " AS x").shown("x") ==
          "1");
}

TEST_CASE("a text that runs itself ends at the 32nd level with 217, and the batch with it",
          "[sim][batch]") {
    lab lab;
    auto const answer =
        lab.batch("DECLARE @s nvarchar(4000) = N'PRINT N''in'' EXEC sp_executesql @s, N''@s "
                  "nvarchar(4000)'', "
                  "@s EXEC sp_executesql @s, N''@s nvarchar(4000)'', @s' "
                  "EXEC sp_executesql @s, N'@s nvarchar(4000)', @s SELECT 1 AS after");
    auto said = numbers(32, 0);
    said.push_back(217);
    CHECK(answer.numbers() == said);
    CHECK(answer.message(32).severity == 16);
    CHECK(answer.message(32).text.ends_with("(limit 32)."));
    CHECK(answer.sets().empty());
    CHECK(answer.status() == -1);
    CHECK(lab.batch("SELECT 1 AS x").shown("x") == "1");
}

TEST_CASE("blocks of texts inside one another add up", "[sim][batch]") {
    lab lab;
    auto const blocks = [](std::string const& inner) {
        return repeated("BEGIN ", 200) + inner + repeated(" END", 200);
    };
    auto const inner = blocks("SELECT 1 AS x");
    CHECK(lab.batch(inner).shown("x") == "1");
    CHECK(lab.batch(blocks("EXEC sp_executesql N'" + inner + "'")).numbers() == numbers{191});
}

TEST_CASE("long rows of operands are no deeper than short ones", "[sim][batch]") {
    lab lab;
    CHECK(lab.batch("SELECT 1" + repeated("+1", 50'000) + " AS x").shown("x") == "50001");
    CHECK(lab.batch("SELECT 0" + repeated(" - 1", 3) + " * 2 AS x").shown("x") == "-4");
    CHECK(lab.batch("IF 1 = 1" + repeated(" AND 1 = 1", 10'000) + " SELECT 1 AS x").rows() == 1);
    CHECK(lab.batch("IF 1 = 2" + repeated(" OR 1 = 2", 10'000) + " SELECT 1 AS x").sets().empty());
    auto const text = lab.batch("SELECT 'a'" + repeated("+'b'", 5000) + " AS x").shown("x");
    CHECK(text == "a" + std::string(3999, 'b'));
}

TEST_CASE("sums that no integer holds are 8115", "[sim][batch]") {
    lab lab;
    std::string const smallest = "(-9223372036854775807 - 1)";
    for (auto const& sum :
         {"9223372036854775807 + 1", "-9223372036854775807 - 2", "9223372036854775807 * 2"})
        CHECK(lab.batch("SELECT " + std::string{sum}).numbers() == numbers{8115});
    CHECK(lab.batch("SELECT " + smallest + " / -1").numbers() == numbers{8115});
    CHECK(lab.batch("SELECT -" + smallest).numbers() == numbers{8115});
    CHECK(lab.batch("SELECT " + smallest + " % -1 AS x").shown("x") == "0");
}
