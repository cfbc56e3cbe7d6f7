// The batch interpreter.
#include "fixture.hpp"
#include "support/catch.hpp"

using namespace ssislb;
using namespace ssislb::sim;
using namespace ssislb::sim::test;
using numbers = std::vector<std::int32_t>;

namespace {

/// The only cell of a SELECT.
std::string scalar(lab& lab, std::string const& expression) {
    return lab.batch("SELECT " + expression + " AS x").shown("x");
}

template <class Item>
std::size_t count(answer const& of) {
    std::size_t found = 0;
    for (auto const& each : of.response.items)
        found += std::holds_alternative<Item>(each);
    return found;
}

} // namespace

TEST_CASE("SELECT gives literals, variables and functions of the server", "[sim][batch]") {
    auto spec = one_job();
    spec.utc_offset = std::chrono::minutes{60};
    lab lab{spec};
    CHECK(scalar(lab, "1") == "1");
    CHECK(scalar(lab, "-1 + 2 * 3") == "5");
    CHECK(scalar(lab, "NULL") == "NULL");
    CHECK(scalar(lab, "N'it''s ' + 'Größe'") == "it's Größe");
    CHECK(scalar(lab, "@@SERVERNAME") == "ETL01");
    CHECK(scalar(lab, "@@MAX_PRECISION") == "38");
    CHECK(scalar(lab, "DB_NAME()") == "msdb");
    CHECK(scalar(lab, "SUSER_SNAME()") == "operator");
    CHECK(scalar(lab, "GETDATE()") == "2026-11-24 04:44:16.250");
    CHECK(scalar(lab, "GETUTCDATE()") == "2026-11-24 03:44:16.250");
    CHECK(scalar(lab, "CAST(SERVERPROPERTY('ProductVersion') AS nvarchar(128))") == "15.0.4298.1");
    CHECK(scalar(lab, "CONVERT(int, '42')") == "42");
    CHECK(scalar(lab, "IS_SRVROLEMEMBER('sysadmin')") == "0");
    CHECK(scalar(lab, "IS_MEMBER(N'SQLAgentOperatorRole')") == "1");
    CHECK(scalar(lab, "ISNULL(NULL, 7)") == "7");
    CHECK(lab.batch("SELECT @@VERSION").shown("").starts_with("Microsoft SQL Server 2019"));
}

TEST_CASE("columns are named by AS, by a blank, by = or not at all", "[sim][batch]") {
    lab lab;
    CHECK(lab.batch("SELECT 1 AS a, 2 b, c = 3, 4 [d e], 5").columns() ==
          std::vector<std::string>{"a", "b", "c", "d e", ""});
    auto const types =
        lab.batch("SELECT @@MAX_PRECISION, @@SPID, 1, N'ab', GETDATE(), NULL").sets().at(0).columns;
    CHECK(types[0].type == sql::type::tinyint);
    CHECK(types[1].type == sql::type::smallint);
    CHECK(types[2].type == sql::type::int_);
    CHECK_FALSE(types[2].nullable);
    CHECK(types[3].type == sql::type::nvarchar);
    CHECK(types[3].max_length == 2);
    CHECK(types[4].type == sql::type::datetime);
    CHECK(types[5].nullable);
}

TEST_CASE("EXEC runs a procedure and hands its return value to a variable", "[sim][batch]") {
    lab lab{one_job()};
    auto const answer = lab.batch("DECLARE @r int;\nEXEC @r = msdb.dbo.sp_start_job @job_name = "
                                  "N'nope'\nSELECT @r AS r, @@ERROR AS e");
    CHECK(answer.numbers() == numbers{14262});
    CHECK(answer.status() == 1);
    CHECK(answer.shown("r") == "1");
    CHECK(answer.shown("e") == "14262");
}

TEST_CASE("EXEC takes positional values, variables, DEFAULT and OUTPUT", "[sim][batch]") {
    lab lab{one_job()};
    auto const answer =
        lab.batch("DECLARE @id uniqueidentifier, @name sysname = N'new'; "
                  "EXECUTE sp_add_job @name, DEFAULT, @job_id = @id OUTPUT; SELECT @id AS id");
    CHECK(answer.numbers().empty());
    CHECK(answer.shown("id") == lab.job("new").shown("job_id"));
    CHECK(count<sql::output_value>(answer) == 0);
}

TEST_CASE("a batch may begin with a procedure's name alone", "[sim][batch]") {
    lab lab{one_job()};
    CHECK(lab.batch("sp_help_job @job_aspect = 'JOB'").rows() == 1);
    CHECK(lab.batch("msdb..sp_help_job").rows() == 1);
}

TEST_CASE("the batch goes on after an error of a procedure", "[sim][batch]") {
    lab lab{one_job()};
    auto const answer = lab.batch("EXEC sp_start_job N'nope'; EXEC nonsense; EXEC sp_start_job "
                                  "load; SELECT 1 AS a");
    CHECK(answer.numbers() == numbers{14262, 2812, 14243});
    CHECK(answer.shown("a") == "1");
    CHECK(count<sql::return_status>(answer) == 2);
}

TEST_CASE("a mistake in the text means that nothing of the batch runs", "[sim][batch]") {
    lab lab{one_job()};
    auto const wrong = lab.batch("EXEC sp_start_job N'load'; FROBNICATE now");
    REQUIRE(wrong.numbers() == numbers{102});
    CHECK(wrong.message().text == "Incorrect syntax near 'FROBNICATE'.");
    CHECK(wrong.message().severity == 15);
    CHECK(lab.server.starts("load") == 0);
    CHECK(lab.batch("SELECT 1 +").message().text == "Incorrect syntax near '+'.");
    CHECK(lab.batch("SELECT , 1").message().text == "Incorrect syntax near ','.");
    CHECK(lab.batch("SELECT FROM x").message().text == "Incorrect syntax near the keyword 'FROM'.");
    CHECK(lab.batch("EXEC").message().text == "Incorrect syntax near the keyword 'EXEC'.");
    CHECK(lab.batch("PRINT 'open").numbers() == numbers{105});
}

TEST_CASE("unknown tables, columns, variables and functions end the batch", "[sim][batch]") {
    lab lab;
    auto const table = lab.batch("SELECT a, b FROM dbo.[my table] WHERE a = 1; SELECT 2 AS c");
    CHECK(table.message().text == "Invalid object name 'dbo.[my table]'.");
    CHECK(table.sets().empty());
    for (auto const* const select :
         {"SELECT TOP 10 * FROM t", "SELECT DISTINCT TOP (1) t.a FROM t ORDER BY a DESC",
          "SELECT COUNT(*) FROM t"})
        CHECK(lab.batch(select).message().text == "Invalid object name 't'.");
    CHECK(lab.batch("SELECT a").numbers() == numbers{207});
    CHECK(lab.batch("SELECT @a").message().text == "Must declare the scalar variable \"@a\".");
    CHECK(lab.batch("SELECT frob(1)").numbers() == numbers{195});
}

TEST_CASE("USE changes the database, or says that there is none", "[sim][batch]") {
    lab lab;
    auto const changed = lab.batch("use [TEMPDB]; SELECT DB_NAME() AS d");
    CHECK(count<sql::database_change>(changed) == 1);
    CHECK(changed.shown("d") == "tempdb");
    CHECK(lab.batch("USE nowhere").numbers() == numbers{911});
    CHECK(scalar(lab, "DB_NAME()") == "tempdb");
}

TEST_CASE("transactions are counted", "[sim][batch]") {
    lab lab;
    CHECK(lab.batch("BEGIN TRANSACTION; BEGIN TRAN t1; SELECT @@TRANCOUNT AS n").shown("n") == "2");
    CHECK(lab.batch("COMMIT; SELECT @@TRANCOUNT AS n").shown("n") == "1");
    CHECK(lab.batch("IF @@TRANCOUNT > 0 ROLLBACK TRANSACTION SELECT @@TRANCOUNT AS n").shown("n") ==
          "0");
    CHECK(lab.batch("COMMIT TRANSACTION").numbers() == numbers{3902});
    CHECK(lab.batch("IF @@TRANCOUNT > 0 COMMIT TRAN").numbers().empty());
}

TEST_CASE("IF, ELSE and blocks choose statements", "[sim][batch]") {
    lab lab;
    auto const text = "DECLARE @n int = 3 IF @n >= 3 AND NOT @n IS NULL BEGIN SET @n = @n + 1; "
                      "PRINT N'more' END ELSE PRINT N'less' SELECT @n AS n";
    auto const answer = lab.batch(text);
    CHECK(answer.shown("n") == "4");
    CHECK(answer.message().text == "more");
    CHECK(answer.message().number == 0);
    CHECK(lab.batch("IF 1 = 2 SELECT 1 AS a ELSE SELECT 2 AS a").shown("a") == "2");
}

TEST_CASE("variables keep their types", "[sim][batch]") {
    lab lab;
    CHECK(lab.batch("DECLARE @s nvarchar(3) = N'longer' SELECT @s AS s").shown("s") == "lon");
    CHECK(lab.batch("DECLARE @i int SELECT @i = '12' SELECT @i AS i").shown("i") == "12");
    CHECK(lab.batch("DECLARE @i int = 'twelve'").numbers() == numbers{245});
    CHECK(lab.batch("DECLARE @i int DECLARE @i int").numbers() == numbers{134});
    CHECK(lab.batch("SELECT CAST('x' AS uniqueidentifier)").numbers() == numbers{8169});
    CHECK(lab.batch("DECLARE @id uniqueidentifier = 'x'").numbers() == numbers{8169});
    CHECK(lab.batch("DECLARE @id uniqueidentifier SET @id = 7").numbers() == numbers{245});
}

TEST_CASE("comments are skipped, nested ones too", "[sim][batch]") {
    lab lab;
    CHECK(lab.batch("-- EXEC nothing\nSELECT /* a /* b */ c */ 1 AS x -- end").shown("x") == "1");
    CHECK(lab.batch("").response.items.empty());
    CHECK(lab.batch(" ;; \r\n").response.items.empty());
}

TEST_CASE("what sp_executesql's text sets ends with it", "[sim][batch]") {
    lab lab;
    auto const is_counted = [&] {
        auto const answer = lab.batch("SELECT 1 AS a");
        return std::get<sql::result_set>(answer.response.items.front()).counted;
    };
    lab.batch("EXEC sp_executesql N'SET NOCOUNT ON'");
    CHECK(is_counted());
    lab.batch("SET NOCOUNT ON; EXEC sp_executesql N'SET NOCOUNT OFF'");
    CHECK_FALSE(is_counted());
}

TEST_CASE("NOCOUNT is a setting of the session", "[sim][batch]") {
    lab lab;
    auto const rows = [&] {
        auto const answer = lab.batch("DECLARE @x int SELECT @x = 1");
        return std::get<sql::statement_done>(answer.response.items.at(0)).rows;
    };
    CHECK(rows() == 1);
    lab.batch("SET NOCOUNT ON");
    CHECK_FALSE(rows().has_value());
    lab.batch("SET NOCOUNT OFF");
    CHECK(rows() == 1);
}

TEST_CASE("result sets know whether they are counted and whether an EXEC sent them",
          "[sim][batch]") {
    lab lab{one_job()};
    auto const kinds = [&](std::string const& text) {
        std::string result;
        for (auto const& set : lab.batch(text).sets()) {
            result += set.in_procedure ? 'p' : 'b';
            result += set.counted ? 'c' : '-';
        }
        return result;
    };
    CHECK(kinds("SELECT 1; EXEC sp_help_job; SELECT 2; EXEC sp_executesql N'SELECT 3 EXEC "
                "sp_help_job'") == "bcp-bcpcp-");
    CHECK(kinds("SET NOCOUNT ON; SELECT 1; EXEC sp_executesql N'SELECT 2'") == "b-p-");
}
