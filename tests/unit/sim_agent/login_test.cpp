// Who comes in.
#include "fixture.hpp"
#include "support/catch.hpp"

using namespace ssislb;
using namespace ssislb::sim;
using namespace ssislb::sim::test;
using numbers = std::vector<std::int32_t>;

namespace {

numbers refused(lab& lab, char const* user, char const* password, char const* database = "") {
    sql::login login;
    login.user = user;
    login.password = password;
    login.database = database;
    auto const result = detail::service_of(lab.server).log_in(login);
    numbers said;
    if (auto const* const refusal = std::get_if<sql::login_refusal>(&result))
        for (auto const& each : *refusal) {
            CHECK(each.state == 1);
            said.push_back(each.number);
        }
    return said;
}

} // namespace

TEST_CASE("a wrong user or password is 18456 of state 1 and severity 14", "[sim][login]") {
    lab lab;
    CHECK(refused(lab, "operator", "wrong") == numbers{18456});
    CHECK(refused(lab, "ghost", "secret") == numbers{18456});
    CHECK(refused(lab, "OPERATOR", "secret").empty());
    sql::login login;
    login.user = "ghost";
    auto const result = detail::service_of(lab.server).log_in(login);
    auto const& said = std::get<sql::login_refusal>(result).at(0);
    CHECK(said.severity == 14);
    CHECK(said.text == "Login failed for user 'ghost'.");
}

TEST_CASE("an unknown database is 4060, then 18456", "[sim][login]") {
    lab lab;
    CHECK(refused(lab, "operator", "secret", "nowhere") == numbers{4060, 18456});
    for (auto const database : {"", "master", "MSDB", "tempdb", "ssisdb"})
        CHECK(refused(lab, "operator", "secret", database).empty());
    instance_spec spec;
    spec.logins.push_back({.user = "stranger", .password = "secret", .msdb_access = false});
    sim::test::lab other{spec};
    CHECK(refused(other, "stranger", "secret", "msdb") == numbers{4060, 18456});
}

TEST_CASE("a session begins in the login's database and reset goes back to it", "[sim][login]") {
    lab lab;
    auto const session = lab.log_in("operator", "MSDB");
    CHECK(session->database() == "msdb");
    (void)session->execute(sql::batch{"USE tempdb; BEGIN TRANSACTION"});
    CHECK(session->database() == "tempdb");
    session->reset();
    CHECK(session->database() == "msdb");
    answer const open{session->execute(sql::batch{"SELECT @@TRANCOUNT AS n"})};
    CHECK(open.shown("n") == "0");
    CHECK(lab.log_in("operator", "")->database() == "master");
}
