// Tests of tags, mutexes and [[tag]].
#include "plans.hpp"

using namespace ssislb;
using namespace ssislb::test;

namespace {

std::string server_text(std::string const& name, std::string const& keys) {
    return "[[server]]\nname = \"" + name + "\"\nhost = \"h\"\nauth = \"kerberos\"\n" + keys + '\n';
}

std::string task_text(std::string const& name, std::string const& keys) {
    return "[[task]]\nname = \"" + name + "\"\njob = \"j\"\n" + keys + '\n';
}

} // namespace

TEST_CASE("tags, mutexes and limits are read", "[plan][tags]") {
    auto const package = good_plan(
        "[[tag]]\nname = \"sap\"\nmax_jobs = 3\n" + server_text("a", "tags = [\"ssd\", \"vpn\"]") +
        server_text("b", "tags = \"ssd\"") +
        task_text("x", "requires = [\"ssd\", \"vpn\"]\ntags = \"sap\"\nmutexes = \"m\"") +
        task_text("y", "prefers = \"vpn\"\nmutexes = [\"m\"]\npriority = 100"));
    CHECK(package.tag_limits == std::vector<tag_limit>{{"sap", 3}});
    CHECK(package.servers[0].tags == std::vector<std::string>{"ssd", "vpn"});
    CHECK(package.servers[1].tags == std::vector<std::string>{"ssd"});
    auto const& x = package.tasks[0];
    CHECK(x.required_tags == std::vector<std::string>{"ssd", "vpn"});
    CHECK(x.tags == std::vector<std::string>{"sap"});
    CHECK(x.mutexes == std::vector<std::string>{"m"});
    CHECK(x.priority == 0);
    auto const& y = package.tasks[1];
    CHECK(y.preferred_tags == std::vector<std::string>{"vpn"});
    CHECK(y.priority == 100);
}

TEST_CASE("a task's own tags take the place of the default ones", "[plan][tags]") {
    auto const package =
        good_plan("[[tag]]\nname = \"sap\"\nmax_jobs = 3\n[defaults]\ntags = \"sap\"\n"
                  "requires = \"ssd\"\npriority = 3\n" +
                  server_text("a", "tags = \"ssd\"") + task_text("x", "") +
                  task_text("y", "tags = []\nrequires = []\npriority = 0"));
    CHECK(package.tasks[0].tags == std::vector<std::string>{"sap"});
    CHECK(package.tasks[0].required_tags == std::vector<std::string>{"ssd"});
    CHECK(package.tasks[0].priority == 3);
    CHECK(package.tasks[1].tags.empty());
    CHECK(package.tasks[1].required_tags.empty());
    CHECK(package.tasks[1].priority == 0);
}

TEST_CASE("a requirement in the defaults that no server meets is told once", "[plan][tags]") {
    CHECK(mistakes_in("[defaults]\nrequires = [\"ssd\"]\n" + server_text("a", "") +
                      task_text("x", "") + task_text("y", "")) ==
          "p.toml:2:13: no server that the task may run on has the tag \"ssd\"; add it to the tags "
          "of a [[server]], or remove it here");
}

TEST_CASE("a limit that cannot be read is not also missing", "[plan][tags]") {
    CHECK(mistakes_in("[[tag]]\nname = \"sap\"\nmax_jobs = \"3\"\n" + server_text("a", "") +
                      task_text("x", "tags = \"sap\"")) ==
          "p.toml:3:12: max_jobs takes a whole number, not a string");
    CHECK(mistakes_in("[tag]\nname = \"sap\"\nmax_job = 3\n" + server_text("a", "") +
                      task_text("x", "tags = \"sap\"")) ==
          "p.toml:1:1: there may be several of these; write [[tag]] with two brackets\n"
          "p.toml:3:1: a tag has no key max_job; did you mean max_jobs?");
}

TEST_CASE("a warning stands where the name without effect stands", "[plan][tags]") {
    auto const load = parse_plan("[[tag]]\nname = \"sap\"\nmax_jobs = 3\n" + server_text("a", "") +
                                     task_text("x", "mutexes = [\"m\", \"n\"]") +
                                     task_text("y", "mutexes = \"n\""),
                                 "p.toml");
    REQUIRE(load);
    CHECK_THAT(lines(load.warnings),
               Catch::Contains("p.toml:2:8: no task and no server has the tag \"sap\"") &&
                   Catch::Contains("p.toml:12:12: no other task has the mutex \"m\""));
    CHECK(load.warnings.size() == 2);
}
