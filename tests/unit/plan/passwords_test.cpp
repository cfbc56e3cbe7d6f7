// Tests that no password of a plan is ever shown.
#include "plans.hpp"

using namespace ssislb;
using namespace ssislb::test;
using Catch::Matchers::Contains;

namespace {

constexpr auto secret = "Tr0ub4dor&3";

std::string plan_with(std::string const& line) {
    return "[[server]]\nname = \"a\"\nhost = \"a\"\nuser = \"u\"\n" + line + '\n' +
           std::string(one_task);
}

} // namespace

TEST_CASE("a password in a plan is refused with a remedy", "[plan][password]") {
    for (std::string const key : {"password", "Password", "passwrd", "pwd", "passwd"}) {
        auto const text = mistakes_in(plan_with(key + " = \"" + secret + '"'));
        CAPTURE(key);
        CHECK_THAT(text, Catch::StartsWith("p.toml:5:1: a password does not belong into a plan"));
        CHECK_THAT(text, Contains("password_env = "));
        CHECK_THAT(text, !Contains("\n"));
    }
}

TEST_CASE("a misspelled password_env is only that", "[plan][password]") {
    CHECK(mistakes_in(plan_with("pasword_env = \"SSISLB_PASSWORD\"")) ==
          "p.toml:5:1: a server has no key pasword_env; did you mean password_env?");
}

TEST_CASE("no mistake shows the value of a password", "[plan][password]") {
    std::string const value(secret);
    for (std::string const& line :
         {"password = \"" + value + '"', "password = " + value, "password = \"" + value,
          "password = '" + value + "' x", "password \"" + value + '"', "password_env = " + value,
          "password_env = \"" + value + '"', "password_file = [\"" + value + "\"]",
          "password = { value = \"" + value + "\" }", "password = [\"" + value + "\", 1",
          "password.value = \"" + value + '"', "password_env = \"\"\"" + value}) {
        CAPTURE(line);
        auto const load = parse_plan(plan_with(line), "p.toml");
        CHECK_FALSE(load);
        CHECK_THAT(lines(load.mistakes), !Contains(value.substr(0, 4)));
        CHECK_THAT(lines(load.warnings), !Contains(value.substr(0, 4)));
    }
}
