// Runs in virtual time.
#include "plan_builder.hpp"
#include "support/catch.hpp"

#include <ssislb/scheduler/policies.hpp>
#include <ssislb/scheduler/virtual_run.hpp>

using namespace ssislb;
using namespace ssislb::test;
using namespace std::chrono_literals;

TEST_CASE("a virtual run tells when each task ran and where", "[scheduler][virtual]") {
    parent_package const package = plan()
                                       .server("a", 1, 2.0)
                                       .task("x")
                                       .expected(10s)
                                       .task("y")
                                       .expected(4s)
                                       .after("x")
                                       .task("never")
                                       .after_failure("x");
    auto const played = play(package, make_least_loaded_policy(), duration_estimates(package));
    CHECK(played.makespan == 7s);
    CHECK(played.attempts == std::vector<virtual_attempt>{{task_id{0}, server_id{0}, 0s, 5s},
                                                          {task_id{1}, server_id{0}, 5s, 7s}});
}

TEST_CASE("tasks last as the truth tells, whatever was thought", "[scheduler][virtual]") {
    parent_package const package = plan().server("a").tasks({"x", "y"});
    auto const played = play(package, make_least_loaded_policy(), duration_estimates(package),
                             [](task_id task, server_id) {
                                 return task == task_id{0} ? milliseconds(7) : milliseconds(0);
                             });
    CHECK(played.makespan == 8ms);
}

TEST_CASE("a package without tasks is over at once", "[scheduler][virtual]") {
    parent_package const package = plan().server("a");
    CHECK(play(package, make_critical_path_policy(), duration_estimates(package)).makespan == 0ms);
}
