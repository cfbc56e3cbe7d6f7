// Which tasks cannot run where, in few words.
#include "run/barred_tasks.hpp"
#include "support/catch.hpp"

#include <ssislb/base/errors.hpp>

using namespace ssislb;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

parent_package night(std::size_t servers, std::size_t tasks) {
    parent_package package;
    for (std::size_t i = 1; i <= servers; ++i)
        package.servers.push_back({.name = "s" + std::to_string(i)});
    for (std::size_t i = 1; i <= tasks; ++i)
        package.tasks.push_back({.name = "t" + std::to_string(i), .job = "j" + std::to_string(i)});
    return package;
}

} // namespace

TEST_CASE("servers that lack a job for one reason share a sentence", "[run][barred]") {
    auto const package = night(3, 1);
    detail::barred_tasks barred(package);
    // Servers answer in any order.
    barred.add({server_id{2}, {task_id{0}}, agent_errc::job_not_found});
    barred.add({server_id{1}, {task_id{0}}, agent_errc::job_ambiguous});
    barred.add({server_id{0}, {task_id{0}}, agent_errc::job_not_found});
    auto const why = barred.why(task_id{0});
    CHECK_THAT(why, Contains("servers s1 and s3, job \"j1\": ") &&
                        Contains("server s2, job \"j1\": ") && Contains("Rename one of them."));
}

TEST_CASE("a task is told nothing of what bars others", "[run][barred]") {
    auto const package = night(1, 3);
    detail::barred_tasks barred(package);
    barred.add({server_id{0}, {task_id{2}, task_id{0}}, agent_errc::job_not_found});
    CHECK_FALSE(barred.why(task_id{0}).empty());
    CHECK(barred.why(task_id{1}).empty());
    CHECK_FALSE(barred.why(task_id{2}).empty());
}

TEST_CASE("of many servers a few are named", "[run][barred]") {
    auto const package = night(100, 1);
    detail::barred_tasks barred(package);
    for (std::uint32_t i = 0; i < 100; ++i)
        barred.add({server_id{i}, {task_id{0}}, agent_errc::job_not_found});
    CHECK_THAT(barred.why(task_id{0}),
               StartsWith("servers s1, s2, s3, s4, s5 and 95 others, job \"j1\": "));
}

TEST_CASE("a warning names the task where there is one, and the jobs where there are more",
          "[run][barred]") {
    auto package = night(1, 3);
    detail::barred_tasks const barred(package);
    auto const warning = [&](std::vector<task_id> tasks) {
        return barred.warning_of({server_id{0}, std::move(tasks), agent_errc::job_not_found});
    };
    CHECK_FALSE(warning({task_id{0}, task_id{1}}));
    package.tasks[1].servers = package.tasks[2].servers = {"s1"};
    auto const of_one = warning({task_id{0}, task_id{1}});
    REQUIRE(of_one);
    CHECK(of_one->task == task_id{1});
    CHECK_THAT(of_one->text, StartsWith("server s1, job \"j2\": "));
    auto const of_two = warning({task_id{1}, task_id{2}});
    REQUIRE(of_two);
    CHECK_FALSE(of_two->task);
    CHECK(of_two->server == server_id{0});
    CHECK_THAT(of_two->text, StartsWith("server s1, jobs \"j2\" and \"j3\": "));
}
