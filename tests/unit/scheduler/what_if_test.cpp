// Other fleets for the same tasks.
#include "plan_builder.hpp"
#include "support/catch.hpp"

#include <ssislb/model/validation.hpp>
#include <ssislb/scheduler/what_if.hpp>

using namespace ssislb;
using namespace ssislb::test;

namespace {

parent_package fleet() {
    return plan()
        .server("a", 2, 1.0)
        .server("b", 3, 0.5)
        .tasks({"anywhere", "on a", "on both", "off"});
}

parent_package pinned() {
    auto package = fleet();
    package.tasks[1].servers = {"a"};
    package.tasks[2].servers = {"a", "b"};
    package.tasks[3].servers = {"a"};
    package.tasks[3].enabled = false;
    for (auto& one : package.servers)
        one.user = one.password_env = "x";
    return package;
}

using names = std::vector<std::string>;

} // namespace

TEST_CASE("a new server is one for tasks that name none", "[scheduler][what_if]") {
    auto const changed = change_fleet(pinned(), {{{"c", 1.5, 4}}, {}});
    REQUIRE(changed.package.servers.size() == 3);
    CHECK(changed.package.servers[2].name == "c");
    CHECK(changed.package.servers[2].speed == 1.5);
    CHECK(changed.package.servers[2].max_jobs == 4);
    CHECK(changed.package.tasks[1].servers == names{"a"});
    CHECK(changed.homeless.empty());
    CHECK(changed.was == std::vector<std::optional<server_id>>{server_id{0}, server_id{1}, {}});
    CHECK(validate(changed.package).empty());
}

TEST_CASE("a server that is named again is changed", "[scheduler][what_if]") {
    auto const changed = change_fleet(pinned(), {{{"b", 2.0, 1}}, {}});
    REQUIRE(changed.package.servers.size() == 2);
    CHECK(changed.package.servers[1].speed == 2.0);
    CHECK(changed.package.servers[1].max_jobs == 1);
    CHECK(changed.package.servers[1].user == "x");
}

TEST_CASE("tasks that ran only on a server that goes have no home", "[scheduler][what_if]") {
    auto const changed = change_fleet(pinned(), {{}, {"a"}});
    REQUIRE(changed.package.servers.size() == 1);
    // The disabled one needs none.
    CHECK(changed.homeless == std::vector{task_id{1}});
    CHECK(changed.package.tasks[2].servers == names{"b"});
    CHECK(changed.was == std::vector<std::optional<server_id>>{server_id{1}});
}

TEST_CASE("a task whose tags only a server has that goes has no home", "[scheduler][what_if]") {
    parent_package const package =
        plan().server("a").tagged({"ssd"}).server("b").task("x").requires_tags({"ssd"}).task("y");
    CHECK(change_fleet(package, {{}, {"a"}}).homeless == std::vector{task_id{0}});
    CHECK(change_fleet(package, {{}, {"b"}}).homeless.empty());
}

TEST_CASE("without any server no task has a home", "[scheduler][what_if]") {
    auto const changed = change_fleet(pinned(), {{}, {"a", "b"}});
    CHECK(changed.homeless == std::vector{task_id{0}, task_id{1}, task_id{2}});
}

TEST_CASE("a server that goes and comes again starts anew", "[scheduler][what_if]") {
    auto const changed = change_fleet(pinned(), {{{"a", 3.0, 1}}, {"a"}});
    REQUIRE(changed.package.servers.size() == 2);
    CHECK(changed.package.servers[1].name == "a");
    CHECK(changed.package.servers[1].user.empty());
    CHECK(changed.homeless.empty());
}

TEST_CASE("a copy has the jobs of its server, a free name, and leaves the rest as it is",
          "[scheduler][what_if]") {
    auto package = pinned();
    package.servers[1].name = "a (2)";
    package.tasks[2].servers = {"a", "a (2)"};
    auto const copied = with_copy(package, server_id{0}).package;
    REQUIRE(copied.servers.size() == 3);
    CHECK(copied.servers[2].name == "a (3)");
    CHECK(copied.servers[2].max_jobs == 2);
    CHECK(copied.tasks[0].servers.empty());
    CHECK(copied.tasks[1].servers == names{"a", "a (3)"});
    CHECK(copied.tasks[2].servers == names{"a", "a (2)", "a (3)"});
    CHECK(validate(copied).empty());
}

TEST_CASE("one more slot is one more slot", "[scheduler][what_if]") {
    auto expected = pinned();
    expected.servers[1].max_jobs = 4;
    CHECK(with_slot(pinned(), server_id{1}) == expected);
}
