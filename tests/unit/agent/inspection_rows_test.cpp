// Answers about rights, services and steps.
#include "agent/inspection_rows.hpp"
#include "support/catch.hpp"

#include <ssislb/base/errors.hpp>
#include <ssislb/base/sql_server_error.hpp>

#include <string>
#include <utility>
#include <vector>

using namespace ssislb;
using namespace ssislb::detail;

namespace {

std::int64_t n(int value) {
    return value;
}

tds::result with(std::vector<std::string> columns, std::vector<std::vector<tds::value>> rows) {
    tds::row_set set(std::move(columns));
    for (auto& row : rows)
        set.append(std::move(row));
    tds::result answer;
    answer.sets.push_back(std::move(set));
    return answer;
}

agent_service_state state(std::string service, int status) {
    return read_agent_service(with({"servicename", "status"}, {{std::move(service), n(status)}}));
}

tds::null_t const null;

} // namespace

TEST_CASE("rights are read by column, a role that is not there is not held", "[agent][rights]") {
    auto const rights =
        read_rights(with({"user_role", "login_name", "operator_role", "reader_role", "sysadmin"},
                         {{n(1), std::string("ETL\\night"), null, n(1), n(0)}}));
    REQUIRE(rights);
    CHECK(*rights == login_rights{"ETL\\night", false, false, true, true});
    CHECK_FALSE(rights->starts_all_jobs());
    CHECK(rights->starts_own_jobs());
    CHECK(login_rights{.sysadmin = true}.starts_all_jobs());
    CHECK(login_rights{.operator_role = true}.starts_all_jobs());
    CHECK_FALSE(login_rights{}.starts_own_jobs());
    CHECK_FALSE(read_rights({}));
    CHECK_FALSE(read_rights(with({"operator_role"}, {})));
}

TEST_CASE("the Agent's service is known in several languages", "[agent][service]") {
    using enum agent_service_state;
    CHECK(state("SQL Server Agent (MSSQLSERVER)", 4) == running);
    CHECK(state("SQL Server-Agent (FAST)", 4) == running);
    CHECK(state("Agent SQL Server (FAST)", 4) == running);
    CHECK(state("SQL Server (AGENT1)", 4) == not_visible);
    CHECK(state("SQL Full-text Filter Daemon Launcher (MSSQLSERVER)", 4) == not_visible);
    CHECK(read_agent_service({}) == not_visible);
    CHECK(read_agent_service(with({"servicename", "status"},
                                  {{std::string("SQL Server (AGENT)"), n(4)},
                                   {std::string("SQL Server Agent (AGENT)"), n(1)}})) == stopped);
}

TEST_CASE("each status of a service has its meaning", "[agent][service]") {
    using enum agent_service_state;
    std::vector<agent_service_state> const expected{
        not_visible, stopped, starting, stopping, running, starting, paused, paused, not_visible};
    for (std::size_t status = 0; status < expected.size(); ++status)
        CHECK(state("SQL Server Agent (X)", static_cast<int>(status)) == expected[status]);
}

TEST_CASE("only refusals to look hide the service", "[agent][service]") {
    for (auto const number : {208, 229, 297, 300})
        CHECK(is_hidden(sql_server_error(number)));
    CHECK_FALSE(is_hidden(sql_server_errc::deadlock_victim));
    CHECK_FALSE(is_hidden(client_errc::connection_lost));
    CHECK_FALSE(is_hidden(error_code(300, client_category())));
    CHECK_FALSE(is_hidden({}));
}

TEST_CASE("steps keep their order, and NULL is no proxy", "[agent][steps]") {
    auto const steps = read_job_steps(
        with({"step_id", "step_name", "subsystem", "command", "proxy_id"},
             {{n(1), std::string("load"), std::string("SSIS"), std::string("/X86"), n(7)},
              {n(2), std::string("tidy"), std::string("TSQL"), std::string("SELECT 1"), null}}));
    REQUIRE(steps.size() == 2);
    CHECK(steps[0] == job_step{1, "load", "SSIS", "/X86", 7});
    CHECK(steps[1] == job_step{2, "tidy", "TSQL", "SELECT 1", std::nullopt});
    CHECK(steps[0].runs_package());
    CHECK_FALSE(steps[1].runs_package());
    CHECK(job_step{.subsystem = "Dts"}.runs_package());
    CHECK_FALSE(job_step{.subsystem = "SSI"}.runs_package());
    CHECK_FALSE(job_step{}.runs_package());
    CHECK(read_job_steps({}).empty());
}
