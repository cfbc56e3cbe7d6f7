// SELECT on tables: conditions, joins, subqueries, aggregates, order.
#include "query.hpp"
#include "support/catch.hpp"

using namespace ssislb;
using namespace ssislb::sim;
using namespace ssislb::sim::test;
using numbers = std::vector<std::int32_t>;

namespace {

/// The names of the jobs for which it holds, in their order.
std::string jobs_where(lab& lab, std::string const& condition) {
    return table_of(query(lab, "SELECT name FROM sysjobs WHERE " + condition));
}

/// y, n or u: what a condition is for SQL. NOT tells UNKNOWN from false.
char truth_of(lab& lab, std::string const& condition) {
    auto const holds = [&](std::string const& what) {
        return query(lab, "IF " + what + " SELECT 1 AS x").sets().size() == 1;
    };
    return holds(condition) ? 'y' : holds("NOT (" + condition + ")") ? 'n' : 'u';
}

} // namespace

TEST_CASE("conditions have three values, and NULL makes the third", "[sim][select]") {
    lab lab{watched({})};
    struct expected {
        char const* condition;
        char truth;
    };
    for (auto const& [condition, truth] : {expected{"1 = 1", 'y'},
                                           expected{"1 = 2", 'n'},
                                           expected{"NULL = NULL", 'u'},
                                           expected{"NULL <> 1", 'u'},
                                           expected{"NOT NULL = 1", 'u'},
                                           expected{"NULL = 1 OR 1 = 1", 'y'},
                                           expected{"NULL = 1 OR 1 = 2", 'u'},
                                           expected{"NULL = 1 AND 1 = 2", 'n'},
                                           expected{"NULL = 1 AND 1 = 1", 'u'},
                                           expected{"NULL IS NULL", 'y'},
                                           expected{"1 IS NOT NULL", 'y'},
                                           expected{"2 IN (1, 2, NULL)", 'y'},
                                           expected{"3 IN (1, 2, NULL)", 'u'},
                                           expected{"3 NOT IN (1, 2, NULL)", 'u'},
                                           expected{"3 NOT IN (1, 2)", 'y'},
                                           expected{"NULL IN (1)", 'u'},
                                           expected{"2 BETWEEN 1 AND 3", 'y'},
                                           expected{"2 NOT BETWEEN 1 AND 3", 'n'},
                                           expected{"NULL LIKE '%'", 'u'},
                                           expected{"NULL BETWEEN 1 AND 3", 'u'},
                                           expected{"1 BETWEEN 2 AND NULL", 'n'},
                                           expected{"'abc' NOT LIKE 'a%'", 'n'},
                                           expected{"EXISTS (SELECT NULL)", 'y'},
                                           expected{"NOT EXISTS (SELECT 1 WHERE 1 = 2)", 'y'}}) {
        CAPTURE(condition);
        CHECK(truth_of(lab, condition) == truth);
    }
}

TEST_CASE("two types are compared as the higher of them", "[sim][select]") {
    lab lab{watched(one_job())};
    auto const id = lab.job("load").shown("job_id");
    for (auto const& condition :
         {std::string{"'10' > 9"}, std::string{"1.5 > 1"}, "job_id = '" + id + "'",
          std::string{"date_created > '20200101'"}, std::string{"'2026-01-01' < date_created"},
          std::string{"date_created > 0"}, std::string{"name = N'LOAD  '"}})
        CHECK(jobs_where(lab, condition) == "load");
    for (auto const& [condition, number] : {std::pair{"job_id = 'x'", 8169},
                                            {"name = 1", 245},
                                            {"date_created > 'x'", 241},
                                            {"job_id = 1", 206}})
        CHECK(query(lab, std::string{"SELECT 1 FROM sysjobs WHERE "} + condition).numbers() ==
              numbers{number});
}

TEST_CASE("WHERE chooses rows by all kinds of conditions", "[sim][select]") {
    busy_lab lab;
    CHECK(jobs_where(lab, "1 = 1") == "a;b;c;d");
    CHECK(jobs_where(lab, "name > 'b' AND NOT name = 'd'") == "c");
    CHECK(jobs_where(lab, "name IN ('d', 'b') OR name LIKE 'A%'") == "a;b;d");
    CHECK(jobs_where(lab, "name IN (SELECT step_name FROM sysjobsteps)").empty());
    CHECK(jobs_where(lab, "job_id IN (SELECT job_id FROM sysjobhistory)") == "a;b");
    CHECK(jobs_where(lab, "job_id NOT IN (SELECT job_id FROM sysjobhistory)") == "c;d");
    CHECK(jobs_where(lab, "(name = 'a' OR name = 'b') AND (1 = 1)") == "a;b");
}

TEST_CASE("a subquery may read the row of the query around it", "[sim][select]") {
    busy_lab lab;
    CHECK(jobs_where(lab, "EXISTS (SELECT * FROM sysjobactivity a WHERE a.job_id = sysjobs.job_id "
                          "AND a.start_execution_date IS NOT NULL AND a.stop_execution_date IS "
                          "NULL)") == "c");
    CHECK(table_of(query(lab, "SELECT j.name, (SELECT MAX(run_status) FROM sysjobhistory h WHERE "
                              "h.job_id = j.job_id) AS s FROM sysjobs j")) ==
          "a|1;b|0;c|NULL;d|NULL");
    CHECK(query(lab, "SELECT (SELECT name FROM sysjobs)").numbers() == numbers{512});
    CHECK(query(lab, "SELECT (SELECT job_id, name FROM sysjobs)").numbers() == numbers{116});
}

TEST_CASE("tables are joined by ON, outer rows keep their NULLs", "[sim][select]") {
    busy_lab lab;
    constexpr char joined[] = "FROM msdb.dbo.sysjobs AS j INNER JOIN msdb..sysjobhistory h ON "
                              "h.job_id = j.job_id AND h.step_id = 0";
    CHECK(table_of(query(lab, std::string{"SELECT j.name, h.run_status "} + joined)) == "a|1;b|0");
    CHECK(table_of(query(lab, "SELECT j.name, h.run_status FROM sysjobs j LEFT OUTER JOIN "
                              "[sysjobhistory] h ON h.job_id = j.job_id AND h.step_id = 0")) ==
          "a|1;b|0;c|NULL;d|NULL");
    CHECK(table_of(query(lab, "SELECT name FROM sysjobs j LEFT JOIN sysjobhistory h ON h.job_id = "
                              "j.job_id WHERE h.instance_id IS NULL")) == "c;d");
    CHECK(table_of(query(lab, "SELECT COUNT(*) FROM sysjobs, syssessions s")) == "4");
    CHECK(query(lab, "SELECT s.*, j.name FROM sysjobs j JOIN syssessions s ON 1 = 1").columns() ==
          std::vector<std::string>{"session_id", "agent_start_date", "name"});
}

TEST_CASE("aggregates make one row of all, of none too", "[sim][select]") {
    busy_lab lab;
    CHECK(table_of(query(lab, "SELECT COUNT(*), MAX(name), MIN(name) + '!' FROM sysjobs")) ==
          "4|d|a!");
    CHECK(table_of(query(lab, "SELECT COUNT(*), MAX(name) FROM sysjobs WHERE 1 = 2")) == "0|NULL");
    CHECK(table_of(query(lab, "SELECT COUNT(start_execution_date), ISNULL(MAX(session_id), 0) FROM "
                              "sysjobactivity")) == "3|1");
    auto const typed =
        query(lab, "SELECT MAX(session_id) m, MIN(name) n FROM sysjobs, syssessions");
    CHECK(typed.sets().at(0).columns.at(0).type == sql::type::int_);
    CHECK(typed.sets().at(0).columns.at(1).type == sql::type::nvarchar);
    CHECK(query(lab, "SELECT name, COUNT(*) FROM sysjobs").numbers() == numbers{8120});
    CHECK(query(lab, "SELECT name FROM sysjobs WHERE COUNT(*) > 1").numbers() == numbers{147});
}

TEST_CASE("ORDER BY sorts and TOP cuts", "[sim][select]") {
    busy_lab lab;
    CHECK(table_of(query(lab, "SELECT name FROM sysjobs ORDER BY name DESC")) == "d;c;b;a");
    CHECK(table_of(query(lab, "SELECT TOP (2) name FROM sysjobs")) == "a;b");
    CHECK(table_of(query(lab, "DECLARE @n int = 1 SELECT TOP (@n) name n FROM sysjobs ORDER BY n "
                              "DESC")) == "d");
    CHECK(table_of(query(lab, "SELECT TOP 0 name FROM sysjobs")).empty());
    CHECK(table_of(query(lab, "SELECT run_status, instance_id FROM sysjobhistory ORDER BY 1, "
                              "instance_id DESC")) == "0|4;0|3;1|2;1|1");
    // NULL sorts first.
    CHECK(table_of(query(lab, "SELECT j.name FROM sysjobactivity a JOIN sysjobs j ON j.job_id = "
                              "a.job_id ORDER BY stop_execution_date, j.name")) == "c;d;a;b");
    CHECK(query(lab, "SELECT name FROM sysjobs ORDER BY 2").numbers() == numbers{108});
    CHECK(query(lab, "SELECT TOP (-1) name FROM sysjobs").numbers() == numbers{1014});
}

TEST_CASE("columns are described where there are no rows", "[sim][select]") {
    busy_lab lab;
    auto const none = query(lab, "SELECT session_id, stop_execution_date, session_id + 1 AS more "
                                 "FROM sysjobactivity WHERE 1 = 2");
    REQUIRE(none.columns() ==
            std::vector<std::string>{"session_id", "stop_execution_date", "more"});
    auto const set = none.sets().at(0);
    CHECK(set.rows.empty());
    CHECK(set.columns[1].type == sql::type::datetime);
    CHECK_FALSE(set.columns[0].nullable);
    CHECK(set.columns[1].nullable);
}

TEST_CASE("names that mean nothing stop the batch before it runs", "[sim][select]") {
    busy_lab lab;
    for (auto const& [text, number] : {std::pair{"SELECT frob FROM sysjobs", 207},
                                       {"SELECT x.name FROM sysjobs j", 4104},
                                       {"SELECT sysjobs.name FROM sysjobs j", 4104},
                                       {"SELECT x.* FROM sysjobs j", 4104},
                                       {"SELECT job_id FROM sysjobs j, sysjobhistory h", 209},
                                       {"SELECT 1 FROM sysjobs, sysjobs", 1011},
                                       {"SELECT *", 263},
                                       {"DECLARE @x int SELECT @x = 1, name FROM sysjobs", 141}}) {
        auto const refused = query(lab, std::string{"PRINT 'first' "} + text);
        CHECK(refused.numbers() == numbers{number});
    }
    CHECK(query(lab, "SELECT 1 AS one; SELECT name FROM sysjobz").numbers() == numbers{208});
    CHECK(query(lab, "SELECT 1 FROM sysjobs WHERE EXISTS (SELECT x FROM nowhere WHERE y IN (SELECT "
                     "1)) OR 1 = 1")
              .numbers() == numbers{208});
}

TEST_CASE("what this server does not know is refused, never guessed", "[sim][select]") {
    busy_lab lab;
    for (auto const* const text :
         {"SELECT DISTINCT name FROM sysjobs", "SELECT enabled FROM sysjobs GROUP BY enabled",
          "SELECT name FROM sysjobs UNION SELECT name FROM sysjobs",
          "SELECT TOP 5 PERCENT name FROM sysjobs", "SELECT TOP (1) WITH TIES name FROM sysjobs",
          "SELECT CASE WHEN 1 = 1 THEN 1 END", "SELECT 1 FROM sysjobs a CROSS JOIN sysjobs b",
          "SELECT 1 FROM sysjobs FOR XML PATH"})
        CHECK(query(lab, text).numbers() == numbers{40517});
    for (auto const* const text :
         {"IF 1 SELECT 1", "SELECT 1 WHERE name", "IF 1 = 1 AND 2 SELECT 1"})
        CHECK(query(lab, text).numbers() == numbers{4145});
    for (auto const* const text : {"SELECT (1 = 1)", "SELECT 1 WHERE (1 = 1) = 2",
                                   "SELECT COUNT(DISTINCT name) FROM sysjobs"})
        CHECK(query(lab, text).numbers() == numbers{102});
}

TEST_CASE("hints about locks are taken and mean nothing", "[sim][select]") {
    busy_lab lab;
    CHECK(table_of(query(
              lab, "SELECT COUNT(*) FROM dbo.sysjobs j WITH (NOLOCK) WHERE name = 'a'")) == "1");
}

TEST_CASE("DATEADD moves a datetime", "[sim][select]") {
    lab lab{watched({})};
    auto const moved = [&](std::string const& arguments) {
        return query(lab, "SELECT DATEADD(" + arguments + ") AS x").shown("x");
    };
    CHECK(moved("second, 90, '2026-01-01'") == "2026-01-01 00:01:30.000");
    CHECK(moved("millisecond, -10, '2026-01-01'") == "2025-12-31 23:59:59.990");
    CHECK(moved("hh, 1, GETDATE()") == "2026-11-24 04:44:16.250");
    CHECK(moved("ms, NULL, GETDATE()") == "NULL");
    CHECK(query(lab, "SELECT DATEADD(fortnight, 1, GETDATE())").numbers() == numbers{155});
    CHECK(query(lab, "SELECT DATEADD(dd, 2147483647, GETDATE())").numbers() == numbers{517});
}

TEST_CASE("ISNULL has the type of what it may replace", "[sim][select]") {
    busy_lab lab;
    auto const set = query(lab, "SELECT ISNULL(job_history_id, '7') h FROM sysjobactivity WHERE "
                                "start_execution_date IS NULL")
                         .sets()
                         .at(0);
    CHECK(set.columns.at(0).type == sql::type::int_);
    CHECK(set.rows.at(0).at(0) == number(7));
}
