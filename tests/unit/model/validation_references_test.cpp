// Tests of what tasks say about each other and about servers.
#include "packages.hpp"

using namespace ssislb;
using namespace ssislb::test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

task failing_into(std::string name, std::string predecessor) {
    auto t = good_task(std::move(name));
    t.after.push_back({std::move(predecessor), constraint_kind::failure});
    return t;
}

std::vector<task> chain(std::size_t length) {
    std::vector<task> tasks{good_task("t0")};
    for (std::size_t i = 1; i < length; ++i)
        tasks.push_back(good_task("t" + std::to_string(i), {"t" + std::to_string(i - 1)}));
    return tasks;
}

} // namespace

TEST_CASE("constraints between known tasks are right in any order", "[model][validation]") {
    CHECK(validate(package_of({good_task("load", {"stage", "extract"}), good_task("extract"),
                               good_task("stage", {"extract"}), failing_into("mend", "load")}))
              .empty());
}

TEST_CASE("an unknown predecessor is named with its place and a suggestion",
          "[model][validation]") {
    auto load = good_task("load", {"extract", "extrct"});
    CHECK(told(validate(package_of({good_task("extract"), load}))) ==
          "task 1 after[1]: there is no task \"extrct\"; did you mean \"extract\"?");
    CHECK_THAT(told(validate(package_of({failing_into("mend", "something else")}))),
               StartsWith("task 0 after_failure[0]: there is no task \"something else\"; add a"));
}

TEST_CASE("constraints are counted within their own kind", "[model][validation]") {
    auto load = good_task("load", {"extract"});
    load.after.push_back({"extract", constraint_kind::completion});
    load.after.push_back({"missing one", constraint_kind::completion});
    CHECK_THAT(told(validate(package_of({good_task("extract"), load}))),
               StartsWith("task 1 after_completion[1]: there is no task \"missing one\""));
}

TEST_CASE("task names are compared exactly", "[model][validation]") {
    CHECK_THAT(told(validate(package_of({good_task("Extract"), good_task("load", {"extract"})}))),
               Contains("did you mean \"Extract\"?"));
    CHECK(validate(package_of({good_task("Extract"), good_task("extract")})).empty());
}

TEST_CASE("a task that waits for itself is told so, and not as a cycle", "[model][validation]") {
    CHECK(told(validate(package_of({good_task("load", {"load"})}))) ==
          "task 0 after[0]: the task \"load\" waits for itself; remove this constraint");
}

TEST_CASE("a constraint listed twice leads to the first one", "[model][validation]") {
    auto const mistakes =
        validate(package_of({good_task("extract"), good_task("load", {"extract", "extract"})}));
    CHECK_THAT(told(mistakes), StartsWith("task 1 after[1]: the task \"extract\" is listed twice"));
    REQUIRE(mistakes.front().other);
    CHECK(place(*mistakes.front().other) == "task 1 after[0]");
}

TEST_CASE("a cycle is told once, with its path, at the constraint that closes it",
          "[model][validation]") {
    CHECK(told(validate(package_of({good_task("other"), good_task("a", {"other", "c"}),
                                    good_task("b", {"a"}), good_task("c", {"b"})}))) ==
          "task 1 after[1]: these tasks wait for each other: a -> b -> c -> a; remove one of these "
          "constraints");
}

TEST_CASE("each group of tasks that wait for each other is told", "[model][validation]") {
    auto const mistakes = validate(package_of({good_task("a", {"b"}), failing_into("b", "a"),
                                               good_task("c", {"d"}), good_task("d", {"c"})}));
    REQUIRE(mistakes.size() == 2);
    CHECK_THAT(mistakes[0].text, Contains("a -> b -> a"));
    CHECK_THAT(mistakes[1].text, Contains("c -> d -> c"));
}

TEST_CASE("a chain of ten thousand tasks is right", "[model][validation]") {
    CHECK(validate(package_of(chain(10'000))).empty());
}

TEST_CASE("the path of a very long cycle is shortened", "[model][validation]") {
    auto tasks = chain(10'000);
    tasks.front().after.push_back({"t9999", constraint_kind::success});
    auto const mistakes = validate(package_of(std::move(tasks)));
    REQUIRE(mistakes.size() == 1);
    CHECK_THAT(mistakes[0].text, Contains("t9 -> (9980 more) -> t9990 -> "));
    CHECK_THAT(mistakes[0].text, Contains("t9999 -> t0; "));
    CHECK(mistakes[0].text.size() < 400);
}

TEST_CASE("ten thousand unknown predecessors are all told", "[model][validation]") {
    auto tasks = chain(10'000);
    for (auto& t : tasks)
        t.after.push_back({t.name + "x", constraint_kind::success});
    CHECK(validate(package_of(std::move(tasks))).size() == 10'000);
}

TEST_CASE("an unknown server is named with its place and a suggestion", "[model][validation]") {
    auto load = good_task("load");
    load.servers = {"etl01", "etl10"};
    CHECK(told(validate(package_of({load}))) ==
          "task 0 servers[1]: there is no server \"etl10\"; did you mean \"etl01\"?");
    load.servers = {"ETL01"};
    CHECK_THAT(told(validate(package_of({load}))), Contains("did you mean \"etl01\"?"));
}

TEST_CASE("a server listed twice for a task is a mistake", "[model][validation]") {
    auto load = good_task("load");
    load.servers = {"etl01", "etl01"};
    CHECK_THAT(told(validate(package_of({load}))),
               StartsWith("task 0 servers[1]: the server \"etl01\" is listed twice"));
}
