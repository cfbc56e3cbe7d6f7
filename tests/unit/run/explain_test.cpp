// Sentences about trouble: who, what was said, what to do.
#include "support/catch.hpp"

#include <ssislb/base/errors.hpp>
#include <ssislb/base/sql_server_error.hpp>
#include <ssislb/run/explain.hpp>

#include <cerrno>

using namespace ssislb;
using Catch::Matchers::Contains;
using Catch::Matchers::EndsWith;

namespace {

server const etl01{.name = "etl01", .host = "etl01.example.com", .port = std::uint16_t{14330}};
task const load{.name = "load", .job = "ETL - Load"};

diagnostics said(std::int32_t number, std::string text) {
    return {.server = {{.number = number, .state = 1, .severity = 16, .text = std::move(text)}},
            .client = {}};
}

} // namespace

TEST_CASE("a refused login names server, message and remedy", "[run]") {
    auto const text =
        explain(etl01, client_errc::login_failed, said(18456, "Login failed for user 'ssislb'."));
    CHECK_THAT(text, Contains("server etl01 (etl01.example.com,14330)"));
    CHECK_THAT(text, Contains("Msg 18456") && Contains("Login failed for user 'ssislb'."));
    CHECK_THAT(text, EndsWith("Check user and password of the server in the plan."));
}

TEST_CASE("trouble without a message of the server says what was found", "[run]") {
    CHECK_THAT(explain(etl01, client_errc::connection_refused, {}),
               Contains("nothing listens at this address. Check host and port"));
    server const named{.name = "a", .host = "h", .instance = "NIGHT"};
    CHECK_THAT(explain(named, client_errc::host_not_found, {}), Contains("(h\\NIGHT)"));
}

TEST_CASE("a lack of descriptors is told with the limit, and a wait without a turn as such",
          "[run]") {
    diagnostics const lack{
        .server = {},
        .client = {{0, 0, 0, "FreeTDS said something"},
                   {0, 0, EMFILE, "no file descriptor is left: the limit is 9"}}};
    CHECK_THAT(explain(etl01, client_errc::out_of_resources, lack),
               Contains("no file descriptor is left: the limit is 9. "));
    diagnostics const waited{.server = {}, .client = {{0, 0, 0, "the login has not begun: why"}}};
    CHECK_THAT(explain(etl01, client_errc::timed_out, waited),
               Contains("the login has not begun: why"));
}

TEST_CASE("a login that was lost without encryption tells what else it may be", "[run]") {
    diagnostics const lost{.server = {},
                           .client = {{20002, 9, 0, "Adaptive Server connection failed"},
                                      {0, 0, 0, "during the login; why"}}};
    CHECK_THAT(explain(etl01, client_errc::connection_lost, lost),
               Contains("the connection was lost (during the login; why). Check the server"));
    CHECK_THAT(explain(etl01, client_errc::connection_lost, {}),
               Contains("the connection was lost. Check the server"));
}

TEST_CASE("a refused start names the job, what we found and what the server said", "[run]") {
    auto const text = explain(etl01, load, agent_errc::job_already_running,
                              said(22022, "SQLServerAgent Error: Request refused."));
    CHECK_THAT(text, Contains("server etl01, job \"ETL - Load\": the job is already running: "
                              "Msg 22022"));
}

TEST_CASE("a denied right says which role to give", "[run]") {
    CHECK_THAT(explain(etl01, load, sql_server_errc::not_job_owner, said(14393, "Only owner.")),
               EndsWith("Give the login SQLAgentOperatorRole in msdb."));
}

TEST_CASE("a missing password names its source, never its value", "[run]") {
    server from_env = etl01;
    from_env.password_env = "NIGHT_PASSWORD";
    CHECK_THAT(
        explain_password(from_env, make_error_code(boost::system::errc::no_such_file_or_directory)),
        Contains("NIGHT_PASSWORD is not set"));
    server from_file = etl01;
    from_file.password_file = "/etc/night";
    CHECK_THAT(explain_password(from_file, make_error_code(boost::system::errc::permission_denied)),
               Contains("chmod 600"));
}
