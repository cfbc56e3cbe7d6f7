// Tests of after, after_failure and after_completion.
#include "plans.hpp"

using namespace ssislb;
using namespace ssislb::test;

namespace {

/// A plan of the tasks a, b and c, and d with these keys.
std::string plan_of_four(std::string const& keys) {
    std::string toml(one_server);
    for (auto const* const name : {"a", "b", "c"})
        toml += "[[task]]\nname = \"" + std::string(name) + "\"\njob = \"j\"\n";
    return toml + "[[task]]\nname = \"d\"\njob = \"j\"\n" + keys;
}

} // namespace

TEST_CASE("each kind of constraint has its key", "[plan][constraint]") {
    auto const d = good_plan(plan_of_four("after = [\"a\", \"b\"]\nafter_failure = [\"c\"]\n"
                                          "after_completion = [\"b\"]\n"))
                       .tasks.at(3);
    CHECK(d.after == std::vector<precedence_constraint>{{"a", constraint_kind::success},
                                                        {"b", constraint_kind::success},
                                                        {"c", constraint_kind::failure},
                                                        {"b", constraint_kind::completion}});
    CHECK(d.join == constraint_join::all);
}

TEST_CASE("one predecessor may stand without brackets, none may be said", "[plan][constraint]") {
    CHECK(good_plan(plan_of_four("after_failure = \"a\"\n")).tasks.at(3).after ==
          std::vector<precedence_constraint>{{"a", constraint_kind::failure}});
    CHECK(good_plan(plan_of_four("after = []\n")).tasks.at(3).after.empty());
}

TEST_CASE("a mistake in a list points to its item", "[plan][constraint]") {
    CHECK_THAT(mistakes_in(plan_of_four("after = [\"a\",\n         \"bb\"]\n")),
               Catch::StartsWith("p.toml:20:10: there is no task \"bb\""));
    CHECK(mistakes_in(plan_of_four("after = [\"a\", 2, true]\n")) ==
          "p.toml:19:15: after takes a string or an array of strings, not a whole number\n"
          "p.toml:19:18: after takes a string or an array of strings, not true or false");
}

TEST_CASE("constraints of two kinds keep their places apart", "[plan][constraint]") {
    CHECK(mistakes_in(plan_of_four("after = [\"a\", \"xxx\"]\nafter_completion = [\"yyy\"]\n")) ==
          "p.toml:19:15: there is no task \"xxx\"; add a [[task]] of this name, or remove the "
          "constraint\n"
          "p.toml:20:21: there is no task \"yyy\"; add a [[task]] of this name, or remove the "
          "constraint");
}

TEST_CASE("a constraint given twice names both lines", "[plan][constraint]") {
    CHECK(mistakes_in(plan_of_four("after = [\n\"a\",\n\"a\",\n]\n")) ==
          "p.toml:21:1: the task \"a\" is listed twice; remove one of them (the first one is in "
          "line 20)");
}
