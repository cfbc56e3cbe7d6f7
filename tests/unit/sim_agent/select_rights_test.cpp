// Who may read the tables of msdb, and what others are told.
#include "query.hpp"
#include "support/catch.hpp"

using namespace ssislb;
using namespace ssislb::sim;
using namespace ssislb::sim::test;
using numbers = std::vector<std::int32_t>;

TEST_CASE("a sysadmin and who was granted it read msdb, others are told 229", "[sim][rights]") {
    lab lab{four_jobs()};
    for (auto const* const user : {"sa", "watcher"})
        CHECK(table_of(query(lab, "SELECT COUNT(*) FROM msdb.dbo.sysjobs", user)) == "4");
    for (auto const* const user : {"operator", "reader", "user", "nobody"})
        for (auto const* const table : {"sysjobactivity", "syssessions", "sysjobs", "sysjobs_view",
                                        "sysjobhistory", "sysjobsteps"}) {
            auto const refused = query(lab, std::string{"SELECT * FROM msdb.."} + table, user);
            REQUIRE(refused.numbers() == numbers{229});
            auto const said = refused.message();
            CHECK(said.text == "The SELECT permission was denied on the object '" +
                                   std::string{table} + "', database 'msdb', schema 'dbo'.");
            CHECK(said.severity == 14);
            CHECK(said.state == 5);
            CHECK(said.procedure.empty());
            CHECK(refused.sets().empty());
        }
}

TEST_CASE("a statement that is refused is left out, the batch goes on", "[sim][rights]") {
    lab lab{four_jobs()};
    auto const mixed = query(lab, "SELECT 1 AS a; SELECT * FROM sysjobs; SELECT 2 AS b", "reader");
    CHECK(mixed.numbers() == numbers{229});
    CHECK(mixed.sets().size() == 2);
    CHECK(query(lab, "SELECT (SELECT COUNT(*) FROM sysjobs)", "reader").numbers() == numbers{229});
    CHECK(query(lab, "IF EXISTS (SELECT * FROM sysjobs) SELECT 1", "reader").numbers() ==
          numbers{229});
}

TEST_CASE("a login without a user in msdb is told 916", "[sim][rights]") {
    auto spec = four_jobs();
    spec.logins.push_back(
        {.user = "outsider", .password = "secret", .msdb_access = false, .reads_msdb = true});
    lab lab{std::move(spec)};
    answer const refused{
        lab.log_in("outsider", "master")->execute(sql::batch{"SELECT * FROM msdb.dbo.sysjobs"})};
    CHECK(refused.numbers() == numbers{916});
}

TEST_CASE("a table is of msdb, wherever the text runs", "[sim][rights]") {
    lab lab{four_jobs()};
    auto const elsewhere = [&](std::string text) {
        return answer{lab.log_in("sa", "master")->execute(sql::batch{std::move(text)})};
    };
    CHECK(elsewhere("SELECT name FROM sysjobs").message().text == "Invalid object name 'sysjobs'.");
    CHECK(elsewhere("SELECT name FROM tempdb.dbo.sysjobs").numbers() == numbers{208});
    CHECK(elsewhere("SELECT name FROM msdb.guest.sysjobs").numbers() == numbers{208});
    CHECK(elsewhere("SELECT name FROM [msdb].[dbo].[SysJobs]").rows() == 4);
    CHECK(elsewhere("USE msdb; SELECT name FROM sysjobs").rows() == 4);
}

TEST_CASE("HAS_PERMS_BY_NAME tells beforehand", "[sim][rights]") {
    auto spec = four_jobs();
    spec.logins.push_back({.user = "outsider", .password = "secret", .msdb_access = false});
    lab lab{std::move(spec)};
    auto const asked = [&](std::string_view user, std::string const& arguments) {
        answer const said{
            lab.log_in(user, "master")
                ->execute(sql::batch{"SELECT HAS_PERMS_BY_NAME(" + arguments + ") AS x"})};
        CHECK(said.sets().at(0).columns.at(0).type == sql::type::int_);
        return said.shown("x");
    };
    constexpr char activity[] = "'msdb.dbo.sysjobactivity', 'OBJECT', 'SELECT'";
    for (auto const& [user, may] : {std::pair{"sa", "1"},
                                    {"watcher", "1"},
                                    {"operator", "0"},
                                    {"nobody", "0"},
                                    {"outsider", "NULL"}})
        CHECK(asked(user, activity) == may);
    CHECK(asked("sa", "'msdb.dbo.nothing', 'OBJECT', 'SELECT'") == "NULL");
    CHECK(asked("sa", "'sysjobactivity', 'OBJECT', 'SELECT'") == "NULL");
    CHECK(asked("watcher", "'msdb.dbo.sysjobactivity', 'OBJECT', 'UPDATE'") == "0");
    CHECK(asked("operator", "'msdb.dbo.sp_start_job', 'OBJECT', 'EXECUTE'") == "1");
    CHECK(asked("nobody", "'msdb.dbo.sp_start_job', 'OBJECT', 'EXECUTE'") == "0");
    CHECK(asked("operator", "'sys.dm_server_services', 'OBJECT', 'SELECT'") == "0");
}

TEST_CASE("membership in db_datareader is asked of msdb", "[sim][rights]") {
    lab lab{four_jobs()};
    constexpr char member[] = "SELECT IS_MEMBER(N'db_datareader') AS x";
    CHECK(query(lab, member).shown("x") == "1");
    CHECK(query(lab, member, "operator").shown("x") == "0");
}
