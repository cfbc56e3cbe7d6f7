// Tests of [[server]].
#include "plans.hpp"

using namespace ssislb;
using namespace ssislb::test;
using Catch::Matchers::Contains;

TEST_CASE("a server takes every key that it has", "[plan][server]") {
    auto const s = server_with(R"(host = "etl01.example.com"
port = 14330
max_jobs = 6
speed = 1.5
tags = ["ssd", "sap-vpn"]
auth = "password"
user = 'CORP\ssislb'
password_file = "/etc/ssislb/password"
encryption = "require"
ca_file = "/etc/ssl/corp.pem"
verify_certificate = true
read_msdb_tables = true
long_poll = "30s")");
    server expected;
    expected.name = "etl01";
    expected.host = "etl01.example.com";
    expected.port = 14330;
    expected.max_jobs = 6;
    expected.speed = 1.5;
    expected.tags = {"ssd", "sap-vpn"};
    expected.user = "CORP\\ssislb";
    expected.password_file = "/etc/ssislb/password";
    expected.ca_file = "/etc/ssl/corp.pem";
    expected.read_msdb_tables = true;
    expected.long_poll = std::chrono::seconds(30);
    CHECK(s == expected);
}

TEST_CASE("a server that says little is protected", "[plan][server]") {
    auto const s = server_with("host = \"etl01\"\nauth = \"kerberos\"");
    CHECK(s.encryption == encryption_level::require);
    CHECK(s.verify_certificate);
    CHECK(s.ca_file == "system");
    CHECK(s.auth == authentication::kerberos);
    CHECK(s.max_jobs == 1);
    CHECK_FALSE(s.port);
    CHECK_FALSE(s.read_msdb_tables);
    CHECK_FALSE(s.long_poll);
}

TEST_CASE("a host may name the instance", "[plan][server]") {
    auto const s = server_with("host = 'etl01\\NIGHT'\nauth = \"kerberos\"");
    CHECK(s.host == "etl01");
    CHECK(s.instance == "NIGHT");
    CHECK(server_with("host = \"etl01\"\ninstance = \"NIGHT\"\nauth = \"kerberos\"") == s);
}

TEST_CASE("an instance is named once", "[plan][server]") {
    std::string const begin = "[[server]]\nname = \"a\"\nauth = \"kerberos\"\n";
    std::string const end(one_task);
    CHECK_THAT(mistakes_in(begin + "host = 'a\\B'\ninstance = \"C\"\n" + end),
               Catch::StartsWith("p.toml:4:8: the host names an instance, and so does"));
    CHECK_THAT(mistakes_in(begin + "host = 'a\\'\n" + end),
               Catch::StartsWith("p.toml:4:8: there is no instance name behind the backslash"));
    CHECK_THAT(mistakes_in(begin + "host = 'a\\B'\nport = 1433\n" + end),
               Catch::StartsWith("p.toml:5:8: port and instance exclude each other"));
}

TEST_CASE("a whole number is a speed", "[plan][server]") {
    CHECK(server_with("host = \"a\"\nauth = \"kerberos\"\nspeed = 2").speed == 2.0);
}

TEST_CASE("numbers out of range are refused, however large", "[plan][server]") {
    std::string const begin = "[[server]]\nname = \"a\"\nhost = \"a\"\nauth = \"kerberos\"\n";
    for (auto const* const value : {"-1", "4294967296", "9223372036854775807"})
        CHECK_THAT(mistakes_in(begin + "max_jobs = " + value + std::string(one_task)),
                   Contains("p.toml:5:12: max_jobs = " + std::string(value) + " is out of range"));
}

TEST_CASE("weak encryption is spelled out and warned about", "[plan][server]") {
    auto const load = parse_plan(std::string(one_server) +
                                     "encryption = \"request\"\nverify_certificate = false\n" +
                                     std::string(one_task),
                                 "p.toml");
    REQUIRE(load);
    CHECK(load.package.servers[0].encryption == encryption_level::request);
    CHECK_FALSE(load.package.servers[0].verify_certificate);
    REQUIRE(load.warnings.size() == 2);
    CHECK_THAT(to_string(load.warnings[0]), Catch::StartsWith("p.toml:7:14: the wire is"));
    CHECK_THAT(to_string(load.warnings[1]), Catch::StartsWith("p.toml:8:22: the server's cert"));
}
