// Tests of what is asked of a server.
#include "packages.hpp"

#include <limits>

using namespace ssislb;
using namespace ssislb::test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

/// What is wrong with a good server after one change.
template <class Change>
std::string wrong_after(Change change) {
    auto s = good_server();
    change(s);
    return told(validate(package_on({s})));
}

} // namespace

TEST_CASE("a package without servers and tasks has two mistakes", "[model][validation]") {
    CHECK(told(validate({})) == "package: there is no server; add at least one [[server]]\n"
                                "package: there is no task; add at least one [[task]]");
}

TEST_CASE("good servers are right", "[model][validation]") {
    auto by_port = good_server("a");
    by_port.port = 1433;
    auto by_instance = good_server("b");
    by_instance.instance = "ETL";
    auto by_address = good_server("c");
    by_address.host = "fe80::1";
    auto kerberos = good_server("d");
    kerberos.auth = authentication::kerberos;
    kerberos.user.clear();
    kerberos.password_env.clear();
    CHECK(validate(package_on({by_port, by_instance, by_address, kerberos})).empty());
}

TEST_CASE("a server needs a name and a host", "[model][validation]") {
    CHECK_THAT(wrong_after([](server& s) { s.name.clear(); }),
               StartsWith("server 0 name[0]: the server has no name"));
    CHECK_THAT(wrong_after([](server& s) { s.host.clear(); }),
               StartsWith("server 0 host[0]: the server has no host"));
    CHECK_THAT(wrong_after([](server& s) { s.name = "a\nb"; }), Contains("control character"));
}

TEST_CASE("server names differ in more than letter case", "[model][validation]") {
    auto const mistakes = validate(package_on({good_server("etl01"), good_server("ETL01")}));
    CHECK_THAT(told(mistakes), StartsWith("server 1 name[0]: the server name \"ETL01\" is used "
                                          "twice, in another letter case"));
    REQUIRE(mistakes.front().other);
    CHECK(place(*mistakes.front().other) == "server 0 name[0]");
}

TEST_CASE("a host is a name or an address alone", "[model][validation]") {
    for (auto const* const host : {"etl01,1433", "etl01:1433", "tcp:etl01"})
        CHECK_THAT(wrong_after([&](server& s) { s.host = host; }),
                   StartsWith("server 0 host[0]: \"" + std::string(host) + "\" is more than"));
    for (auto const* const host : {"etl 01", "etl01\\ETL", "etl01/x"})
        CHECK_THAT(wrong_after([&](server& s) { s.host = host; }), Contains("is no host name"));
}

TEST_CASE("port and instance exclude each other, and port 0 is none", "[model][validation]") {
    CHECK_THAT(wrong_after([](server& s) {
                   s.port = 1433;
                   s.instance = "ETL";
               }),
               StartsWith("server 0 port[0]: port and instance exclude each other"));
    CHECK_THAT(wrong_after([](server& s) { s.port = 0; }), StartsWith("server 0 port[0]: port 0"));
}

TEST_CASE("a server has between one slot and a thousand", "[model][validation]") {
    CHECK_THAT(wrong_after([](server& s) { s.max_jobs = 0; }), StartsWith("server 0 max_jobs[0]"));
    CHECK_THAT(wrong_after([](server& s) { s.max_jobs = 1001; }),
               StartsWith("server 0 max_jobs[0]"));
    CHECK(wrong_after([](server& s) { s.max_jobs = 1000; }) == "no mistake");
}

TEST_CASE("a speed is finite and above zero", "[model][validation]") {
    for (double const speed : {0.0, -1.0, std::numeric_limits<double>::infinity(),
                               std::numeric_limits<double>::quiet_NaN()})
        CHECK_THAT(wrong_after([&](server& s) { s.speed = speed; }),
                   StartsWith("server 0 speed[0]"));
}

TEST_CASE("a user has exactly one source of its password", "[model][validation]") {
    CHECK_THAT(wrong_after([](server& s) { s.password_file = "/etc/password"; }),
               StartsWith("server 0 password_file[0]: password_env and password_file exclude"));
    CHECK_THAT(wrong_after([](server& s) { s.password_env.clear(); }),
               StartsWith("server 0 user[0]: the user has no password"));
    CHECK_THAT(wrong_after([](server& s) { s.user.clear(); }),
               StartsWith("server 0 password_env[0]: the password has no user"));
}

TEST_CASE("a password in the place of a variable's name is refused and not shown",
          "[model][validation]") {
    for (auto const* const secret : {"Tr0ub4dor&3", "7seven", "two words", "Größe"}) {
        auto const text = wrong_after([&](server& s) { s.password_env = secret; });
        CHECK_THAT(text, StartsWith("server 0 password_env[0]: password_env is not the name"));
        CHECK_THAT(text, !Contains(secret));
    }
}

TEST_CASE("a long poll has a length, an end, and the tables that it reads", "[model][validation]") {
    auto const wrong_with = [](std::optional<milliseconds> length, bool tables = true) {
        return wrong_after([&](server& s) {
            s.read_msdb_tables = tables;
            s.long_poll = length;
        });
    };
    CHECK(wrong_with(std::nullopt) == "no mistake");
    CHECK(wrong_with(std::nullopt, false) == "no mistake");
    CHECK(wrong_with(milliseconds{1}) == "no mistake");
    CHECK(wrong_with(std::chrono::minutes(10)) == "no mistake");
    CHECK_THAT(wrong_with(milliseconds{0}),
               StartsWith("server 0 long_poll[0]: long_poll must be above zero"));
    CHECK_THAT(wrong_with(milliseconds{-1}), Contains("above zero"));
    CHECK_THAT(wrong_with(std::chrono::minutes(11)),
               Contains("\"11m\" is longer than a line may be silent; give at most \"10m\""));
    CHECK(wrong_with(std::chrono::seconds(30), false) ==
          "server 0 long_poll[0]: long_poll reads tables of msdb; add read_msdb_tables = true, or "
          "remove long_poll");
}
