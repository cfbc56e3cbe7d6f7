// Tests of [defaults].
#include "plans.hpp"

using namespace ssislb;
using namespace ssislb::test;
using namespace std::chrono_literals;

namespace {

std::string plan(std::string const& defaults, std::string const& tasks) {
    return std::string(one_server) + "[defaults]\n" + defaults + tasks;
}

std::string const two_tasks = "[[task]]\nname = \"a\"\n[[task]]\nname = \"b\"\n";

} // namespace

TEST_CASE("every task takes the defaults, wherever they stand", "[plan][defaults]") {
    auto const package = good_plan(two_tasks +
                                   "[defaults]\njob = \"j\"\ntimeout = \"2h\"\n"
                                   "servers = \"etl01\"\nretries = 3\n" +
                                   std::string(one_server));
    for (auto const& t : package.tasks) {
        CHECK(t.job == "j");
        CHECK(t.timeout == 2h);
        CHECK(t.servers == std::vector<std::string>{"etl01"});
        CHECK(t.retries == 3);
    }
}

TEST_CASE("a task's own keys win over the defaults", "[plan][defaults]") {
    auto const t = good_plan(plan("job = \"j\"\nretries = 3\nenabled = false\n"
                                  "simulate = { duration = \"1m\", outcome = \"failed\" }\n",
                                  "[[task]]\nname = \"a\"\nretries = 0\nenabled = true\n"
                                  "simulate = { duration = \"2m\" }\n"))
                       .tasks.at(0);
    CHECK(t.job == "j");
    CHECK(t.retries == 0);
    CHECK(t.enabled);
    CHECK(*t.simulate == simulated_behaviour{2min, outcome::succeeded, 0});
}

TEST_CASE("a task's own list replaces the default list of the same key only", "[plan][defaults]") {
    auto const package =
        good_plan(plan("job = \"j\"\nafter = \"a\"\nafter_completion = \"a\"\n",
                       "[[task]]\nname = \"a\"\nafter = []\nafter_completion = []\n"
                       "[[task]]\nname = \"b\"\n[[task]]\nname = \"c\"\nafter = \"b\"\n"));
    CHECK(package.tasks[0].after.empty());
    CHECK(package.tasks[1].after ==
          std::vector<precedence_constraint>{{"a", constraint_kind::success},
                                             {"a", constraint_kind::completion}});
    CHECK(package.tasks[2].after ==
          std::vector<precedence_constraint>{{"a", constraint_kind::completion},
                                             {"b", constraint_kind::success}});
}

TEST_CASE("a mistake in the defaults is told once, where it stands", "[plan][defaults]") {
    CHECK(mistakes_in(plan("job = \"j\"\ntimeout = \"0s\"\nservers = [\"etl01\", \"etl02\"]\n",
                           two_tasks)) ==
          "p.toml:9:11: timeout must be above zero; give a duration such as \"2h\", or remove the "
          "key for no limit\n"
          "p.toml:10:21: there is no server \"etl02\"; did you mean \"etl01\"?");
    CHECK(mistakes_in(plan("job = 1\n", two_tasks)) ==
          "p.toml:8:7: job takes a string in quotes, not a whole number");
}

TEST_CASE("a name is no default", "[plan][defaults]") {
    CHECK_THAT(mistakes_in(plan("name = \"x\"\njob = \"j\"\n", two_tasks)),
               Catch::Equals("p.toml:8:1: [defaults] cannot hold a name, as each task has its own; "
                             "remove it"));
}

TEST_CASE("a default without effect on some task is no reason to warn", "[plan][defaults]") {
    auto const package = good_plan(plan("job = \"j\"\nretry_delay = \"30s\"\n", two_tasks));
    CHECK(package.tasks[0].retry_delay == 30s);
    auto const load = parse_plan(
        plan("job = \"j\"\n", "[[task]]\nname = \"a\"\nretry_delay = \"30s\"\n"), "p.toml");
    REQUIRE(load.warnings.size() == 1);
    CHECK(load.warnings[0].line == 11);
}
