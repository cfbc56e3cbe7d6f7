// sp_executesql.
#include "fixture.hpp"
#include "support/catch.hpp"

using namespace ssislb;
using namespace ssislb::sim;
using namespace ssislb::sim::test;
using numbers = std::vector<std::int32_t>;

TEST_CASE("a statement runs with its parameters", "[sim][executesql]") {
    lab lab{one_job()};
    auto const answer =
        lab.call("sp_executesql", {named("@statement", text("EXEC sp_help_job @job_name = @n, "
                                                            "@job_aspect = @a; SELECT @n AS n")),
                                   named("@params", text("@n nvarchar(20), @a varchar(9)")),
                                   named("@a", text("JOB")), named("@n", text("load"))});
    CHECK(answer.numbers().empty());
    REQUIRE(answer.sets().size() == 2);
    CHECK(answer.shown("name") == "load");
    // The status of the EXEC inside is nobody's; the only one is of the call.
    CHECK(answer.status() == 0);
    CHECK(answer.response.items.size() == 3);
}

TEST_CASE("positional values, parentheses and outputs are understood", "[sim][executesql]") {
    lab lab;
    auto output = positional({});
    output.output = true;
    auto const answer = lab.call("sys.sp_executesql", {positional(text("SET @y = @x * 2")),
                                                       positional(text("(@x int, @y int OUTPUT)")),
                                                       positional(number(21)), output});
    REQUIRE(answer.response.items.size() == 2);
    auto const& value = std::get<sql::output_value>(answer.response.items[1]);
    CHECK(value.name == "@y");
    CHECK(value.value == number(42));
}

TEST_CASE("mssql's probe needs no parameters", "[sim][executesql]") {
    lab lab;
    CHECK(lab.call("sp_executesql", {named("@statement", text("SELECT 1;"))}).shown("") == "1");
}

TEST_CASE("an error inside is the return status", "[sim][executesql]") {
    lab lab;
    auto const answer =
        lab.call("sp_executesql", {positional(text("SELECT job_name FROM dbo.acts2"))});
    CHECK(answer.numbers() == numbers{208});
    CHECK(answer.status() == 208);
}

TEST_CASE("values that do not fit their declarations are refused", "[sim][executesql]") {
    lab lab;
    auto const run = [&](std::vector<sql::parameter> more) {
        std::vector<sql::parameter> all{positional(text("SELECT @x")), positional(text("@x int"))};
        all.insert(all.end(), more.begin(), more.end());
        return lab.call("sp_executesql", all).numbers();
    };
    CHECK(run({}) == numbers{8178});
    CHECK(run({named("@y", number(1))}) == numbers{8145});
    CHECK(run({named("@x", text("abc"))}) == numbers{8114});
    CHECK(run({positional(number(1)), positional(number(2))}) == numbers{8144});
    CHECK(lab.call("sp_executesql").numbers() == numbers{201});
}
