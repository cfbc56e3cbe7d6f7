// sys.dm_server_services, and who may read it.
#include "fixture.hpp"
#include "support/catch.hpp"

using namespace ssislb::sim;
using namespace ssislb::sim::test;

namespace {

/// On a new connection.
answer ask(lab& lab, std::string_view user, std::string text, std::string database = "msdb") {
    return {lab.log_in(user, std::move(database))->execute(sql::batch{std::move(text)})};
}

constexpr char agent_row[] = "SELECT servicename, status, status_desc FROM sys.dm_server_services "
                             "WHERE servicename LIKE N'sql server agent (%'";

} // namespace

TEST_CASE("a sysadmin sees both services with all columns", "[sim][services]") {
    lab lab;
    auto const all = ask(lab, "sa", "SELECT * FROM sys.dm_server_services");
    CHECK(all.columns() == std::vector<std::string>{
                               "servicename", "startup_type", "startup_desc", "status",
                               "status_desc", "process_id", "last_startup_time", "service_account",
                               "filename", "is_clustered", "cluster_nodename"});
    REQUIRE(all.rows() == 2);
    CHECK(all.shown("servicename", 0) == "SQL Server (MSSQLSERVER)");
    CHECK(all.shown("servicename", 1) == "SQL Server Agent (MSSQLSERVER)");
    CHECK(all.shown("status", 0) == "4");
}

TEST_CASE("a named instance's services carry its name", "[sim][services]") {
    instance_spec spec;
    spec.name = "ETL01\\FAST";
    lab lab{spec};
    CHECK(ask(lab, "sa", agent_row).shown("servicename") == "SQL Server Agent (FAST)");
}

TEST_CASE("the Agent's row follows its state", "[sim][services]") {
    lab lab;
    auto const status = [&] { return ask(lab, "sa", agent_row).shown("status"); };
    REQUIRE(ask(lab, "sa", agent_row).rows() == 1);
    CHECK(status() == "4");
    lab.server.stop_agent();
    CHECK(status() == "1");
    CHECK(ask(lab, "sa", agent_row).shown("status_desc") == "Stopped");
    lab.server.start_agent();
    lab.server.agent_starting(true);
    CHECK(status() == "2");
    lab.server.agent_starting(false);
    CHECK(status() == "4");
}

TEST_CASE("without VIEW SERVER STATE the view is refused", "[sim][services]") {
    lab lab;
    for (auto const* const user : {"operator", "reader", "user"}) {
        auto const refused = ask(lab, user, agent_row);
        REQUIRE(refused.numbers() == std::vector<std::int32_t>{300});
        CHECK(refused.message().severity == 14);
        CHECK(refused.message().text ==
              "VIEW SERVER STATE permission was denied on object 'server', database 'master'.");
        CHECK(refused.sets().empty());
    }
}

TEST_CASE("a login that was granted VIEW SERVER STATE sees the view", "[sim][services]") {
    instance_spec spec;
    login_spec watcher{.user = "watcher", .password = "secret"};
    watcher.view_server_state = true;
    spec.logins.push_back(watcher);
    lab lab{spec};
    CHECK(ask(lab, "watcher", agent_row).shown("status") == "4");
}

TEST_CASE("a row that WHERE leaves out is gone, its columns are not", "[sim][services]") {
    lab lab;
    auto const none = ask(lab, "sa",
                          "SELECT servicename name, status + 1 AS more FROM "
                          "sys.dm_server_services WHERE servicename LIKE 'no_such%'");
    CHECK(none.columns() == std::vector<std::string>{"name", "more"});
    CHECK(none.rows() == 0);
    CHECK(ask(lab, "sa", "SELECT status FROM sys.dm_server_services WHERE status <> 4").rows() ==
          0);
    CHECK(ask(lab, "sa", "SELECT frob FROM sys.dm_server_services").numbers() ==
          std::vector<std::int32_t>{207});
}

TEST_CASE("a variable takes the status of the last row that fits", "[sim][services]") {
    lab lab;
    lab.server.stop_agent();
    auto const read = ask(lab, "sa",
                          "DECLARE @s int; SELECT @s = status FROM "
                          "sys.dm_server_services WHERE servicename LIKE '%Agent%'; "
                          "SELECT @s AS s");
    CHECK(read.shown("s") == "1");
}

TEST_CASE("roles of msdb contain each other, and a sysadmin is in none", "[sim][services]") {
    struct expected {
        char const* user;
        char const* sysadmin;
        char const* roles;
    };
    lab lab;
    for (auto const& [user, sysadmin, roles] :
         {expected{"sa", "1", "000"}, expected{"operator", "0", "111"},
          expected{"reader", "0", "011"}, expected{"user", "0", "001"},
          expected{"nobody", "0", "000"}}) {
        CAPTURE(user);
        auto const said = ask(lab, user,
                              "SELECT IS_SRVROLEMEMBER(N'sysadmin') AS s, "
                              "IS_MEMBER(N'SQLAgentOperatorRole') AS o, "
                              "IS_MEMBER(N'SQLAgentReaderRole') AS r, "
                              "IS_MEMBER(N'SQLAgentUserRole') AS u");
        CHECK(said.shown("s") == sysadmin);
        CHECK(said.shown("o") + said.shown("r") + said.shown("u") == roles);
    }
}

TEST_CASE("a role is asked of the database that the text runs in", "[sim][services]") {
    lab lab;
    constexpr char elsewhere[] = "SELECT IS_MEMBER(N'SQLAgentUserRole') AS u, DB_NAME() AS d";
    CHECK(ask(lab, "operator", elsewhere, "tempdb").shown("u") == "NULL");
    auto const there =
        ask(lab, "operator",
            "EXEC msdb.sys.sp_executesql N'SELECT IS_MEMBER(N''SQLAgentUserRole'') AS u, "
            "DB_NAME() AS d'",
            "tempdb");
    CHECK(there.shown("u") == "1");
    CHECK(there.shown("d") == "msdb");
    CHECK(ask(lab, "operator", "EXEC nowhere..sp_executesql N'SELECT 1'").numbers() ==
          std::vector<std::int32_t>{911});
}
