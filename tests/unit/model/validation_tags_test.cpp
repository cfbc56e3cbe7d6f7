// Tests of tags, mutexes, limits and priorities.
#include "packages.hpp"

using namespace ssislb;
using namespace ssislb::test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

server tagged(std::string name, std::vector<std::string> tags) {
    auto s = good_server(std::move(name));
    s.tags = std::move(tags);
    return s;
}

/// Two servers, one with the tags ssd and near, one with vpn, and a task after one change.
template <class Change>
parent_package changed(Change change) {
    auto package = package_on({tagged("etl01", {"ssd", "near"}), tagged("etl02", {"vpn"})});
    change(package.tasks[0]);
    return package;
}

template <class Change>
std::string wrong_after(Change change) {
    return told(validate(changed(change)));
}

template <class Change>
std::string warned_after(Change change) {
    auto const package = changed(change);
    CHECK(validate(package).empty());
    return told(warnings(package));
}

std::string told_of(std::vector<tag_limit> limits) {
    auto package = changed([](task& t) { t.tags = {"sap"}; });
    package.tag_limits = std::move(limits);
    return told(validate(package));
}

} // namespace

TEST_CASE("a task needs a server with all tags that it requires", "[model][validation]") {
    CHECK(wrong_after([](task& t) { t.required_tags = {"near", "ssd"}; }) == "no mistake");
    CHECK(wrong_after([](task& t) {
              t.required_tags = {"ssd", "vnp"};
          }) ==
          "task 0 requires[1]: no server that the task may run on has the tag \"vnp\"; did you "
          "mean \"vpn\"?");
    CHECK(wrong_after([](task& t) {
              t.required_tags = {"ssd", "vpn"};
          }) ==
          "task 0 requires[0]: no server that the task may run on has all of these tags; give "
          "them to one, or require fewer");
}

TEST_CASE("the tag must be on one of the task's own servers", "[model][validation]") {
    auto const vpn_on = [](std::vector<std::string> servers) {
        return wrong_after([&](task& t) {
            t.servers = std::move(servers);
            t.required_tags = {"vpn"};
        });
    };
    CHECK(vpn_on({"etl02"}) == "no mistake");
    CHECK(vpn_on({"etl01"}) ==
          "task 0 requires[0]: no server that the task may run on has the tag \"vpn\"; add a "
          "server that has it to the task's servers");
    // What follows from an unknown name is not told as well.
    CHECK_THAT(vpn_on({"etl"}), StartsWith("task 0 servers[0]: ") && !Contains("requires"));
}

TEST_CASE("a name listed twice, an empty one and one that breaks a line are mistakes",
          "[model][validation]") {
    auto const list_in = [](std::vector<std::string> task::*key) {
        return wrong_after([key](task& t) { t.*key = {"ssd", "", "ssd", "a\nb"}; });
    };
    CHECK(list_in(&task::tags) ==
          "task 0 tags[1]: the tag has no name; give it one, or remove it\n"
          "task 0 tags[2]: the tag \"ssd\" is listed twice; remove one of them\n"
          "task 0 tags[3]: the tag name holds a control character; remove it");
    CHECK_THAT(list_in(&task::required_tags), Contains("task 0 requires[1]: the tag has no name") &&
                                                  Contains("task 0 requires[2]: the tag \"ssd\""));
    CHECK_THAT(list_in(&task::preferred_tags),
               Contains("task 0 prefers[2]: the tag \"ssd\" is listed twice"));
    CHECK_THAT(list_in(&task::mutexes),
               Contains("task 0 mutexes[1]: the mutex has no name") &&
                   Contains("task 0 mutexes[2]: the mutex \"ssd\" is listed twice, but a task "
                            "cannot exclude itself; remove one of them"));
    CHECK(told(validate(package_on({tagged("etl01", {"", "x", "x"})}))) ==
          "server 0 tags[0]: the tag has no name; give it one, or remove it\n"
          "server 0 tags[2]: the tag \"x\" is listed twice; remove one of them");
}

TEST_CASE("the first of two equal names is told", "[model][validation]") {
    auto const mistakes = validate(changed([](task& t) { t.mutexes = {"a", "m", "b", "m"}; }));
    REQUIRE(mistakes.size() == 1);
    REQUIRE(mistakes[0].other);
    CHECK(place(*mistakes[0].other) == "task 0 mutexes[1]");
}

TEST_CASE("a limit has a name of its own and lets something run", "[model][validation]") {
    CHECK(told_of({{"sap", 1}, {"ssd", 2}}) == "no mistake");
    CHECK(told_of({{"sap", 0}}) ==
          "tag 0 max_jobs[0]: the tag lets no job run; give max_jobs = 1 or more, or remove the "
          "[[tag]]");
    CHECK(told_of({{"", 1}}) == "tag 0 name[0]: the tag has no name; add name = \"...\"");
    CHECK_THAT(told_of({{"a\nb", 1}}), StartsWith("tag 0 name[0]: the tag name holds a control"));
    CHECK(told_of({{"sap", 1}, {"sap", 2}}) ==
          "tag 1 name[0]: the tag \"sap\" is limited twice; keep one [[tag]] of this name");
}

TEST_CASE("a priority lies between its limits", "[model][validation]") {
    for (std::int32_t const good : {-100, 0, 100})
        CHECK(wrong_after([=](task& t) { t.priority = good; }) == "no mistake");
    for (std::int32_t const bad : {-101, 101})
        CHECK(wrong_after([=](task& t) { t.priority = bad; }) ==
              "task 0 priority[0]: priority = " + std::to_string(bad) +
                  " is out of range; give a whole number from -100 to 100");
}

TEST_CASE("a preference without effect is warned about", "[model][warnings]") {
    CHECK(warned_after([](task& t) { t.preferred_tags = {"near", "ssd"}; }) == "no mistake");
    CHECK(warned_after([](task& t) { t.preferred_tags = {"ssdd"}; }) ==
          "task 0 prefers[0]: the preference has no effect: no server that the task may run on has "
          "the tag \"ssdd\"; did you mean \"ssd\"?");
    CHECK_THAT(warned_after([](task& t) {
                   t.preferred_tags = {"ssd", "vpn"};
               }),
               Contains("has all of these tags; prefer fewer"));
    // Those that it cannot run on are no choice.
    CHECK_THAT(warned_after([](task& t) {
                   t.required_tags = {"vpn"};
                   t.preferred_tags = {"ssd"};
               }),
               StartsWith("task 0 prefers[0]: the preference has no effect"));
}

TEST_CASE("a mutex of one task alone is warned about", "[model][warnings]") {
    auto one = good_task("x");
    auto other = good_task("y");
    auto third = good_task("z");
    one.mutexes = other.mutexes = {"customers"};
    CHECK(told(warnings(package_of({one, other}))) == "no mistake");
    third.mutexes = {"custmers"};
    CHECK(told(warnings(package_of({one, other, third}))) ==
          "task 2 mutexes[0]: no other task has the mutex \"custmers\", so it has no effect; did "
          "you mean \"customers\"?");
}

TEST_CASE("a limit that nobody counts on, and a tag that nobody limits, are warned about",
          "[model][warnings]") {
    auto package = changed([](task& t) { t.tags = {"sap"}; });
    CHECK(told(warnings(package)) ==
          "task 0 tags[0]: the tag \"sap\" of a task has no effect without a [[tag]] that limits "
          "it; add one, or remove it");
    package.tag_limits = {{"spa", 1}, {"ssd", 1}};
    CHECK(told(warnings(package)) ==
          "task 0 tags[0]: the tag \"sap\" of a task has no effect without a [[tag]] that limits "
          "it; did you mean \"spa\"?\n"
          "tag 0 name[0]: no task and no server has the tag \"spa\", so it limits nothing; did you "
          "mean \"sap\"?");
}

TEST_CASE("thousands of tasks that require what no server has are all told",
          "[model][validation]") {
    std::vector<task> tasks;
    for (int i = 0; i < 10'000; ++i) {
        tasks.push_back(good_task("t" + std::to_string(i)));
        tasks.back().required_tags = {"tag" + std::to_string(i)};
    }
    CHECK(validate(package_of(std::move(tasks))).size() == 10'000);
}
