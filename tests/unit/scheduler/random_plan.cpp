// Random parent packages.
#include "random_plan.hpp"

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

namespace ssislb::test {
namespace {

std::string numbered(std::string prefix, std::size_t number) {
    return prefix.append(std::to_string(number));
}

/// Some of prefix0, prefix1, … with that chance for each.
std::vector<std::string> random_names(random_source& random, std::string const& prefix,
                                      std::size_t names, std::uint32_t chance) {
    std::vector<std::string> some;
    for (std::size_t i = 0; i < names; ++i)
        if (random.percent(chance))
            some.push_back(numbered(prefix, i));
    return some;
}

/// The pace of starts, and windows around midnight, when runs begin.
void add_hours(random_source& random, server& to) {
    if (random.percent(20))
        to.starts_per_second = random.one_of<double>({0.03, 0.4, 3});
    if (random.percent(20))
        to.max_pending_starts = 1 + random.below(2);
    if (!random.percent(20))
        return;
    std::chrono::minutes const begin(random.below(15));
    std::chrono::minutes const length(1 + random.below(10));
    to.windows.push_back({begin, begin + length});
    if (random.percent(50))
        to.windows.push_back({std::chrono::hours(23) + begin, begin});
}

server random_server(random_source& random, std::size_t number) {
    server one;
    one.name = numbered("s", number);
    one.host = one.name;
    one.max_jobs = 1 + random.below(3);
    one.speed = random.one_of<double>({0.5, 1.0, 2.0});
    one.tags = random_names(random, "tag", 3, 30);
    add_hours(random, one);
    return one;
}

/// What some server of the task has.
std::vector<std::string> satisfiable_tags(random_source& random, parent_package const& package,
                                          task const& one) {
    auto const& on = random.one_of(package.servers);
    bool const listed =
        one.servers.empty() || std::ranges::find(one.servers, on.name) != one.servers.end();
    return listed ? on.tags : std::vector<std::string>();
}

void add_constraints(random_source& random, parent_package const& package, task& one) {
    if (package.tasks.empty() || random.percent(30))
        return;
    for (std::uint32_t count = 1 + random.below(3); count > 0; --count)
        one.after.push_back({random.one_of(package.tasks).name,
                             random.one_of<constraint_kind>(
                                 {constraint_kind::success, constraint_kind::success,
                                  constraint_kind::failure, constraint_kind::completion})});
    one.join = random.percent(30) ? constraint_join::any : constraint_join::all;
}

void add_retried(random_source& random, task& one) {
    for (auto const each : {failure_class::job_failed, failure_class::package_failed,
                            failure_class::timed_out, failure_class::canceled}) {
        if (random.percent(15))
            one.retry_on.push_back(each);
        else if (random.percent(10))
            one.no_retry_on.push_back(each);
    }
}

task random_task(random_source& random, parent_package const& package) {
    using namespace std::chrono_literals;
    task one;
    one.name = numbered("t", package.tasks.size());
    one.job = random.percent(30) ? numbered("shared", random.below(2)) : one.name;
    for (server const& candidate : package.servers)
        if (random.percent(30))
            one.servers.push_back(candidate.name);
    if (random.percent(30))
        one.required_tags = satisfiable_tags(random, package, one);
    one.preferred_tags = random_names(random, "tag", 3, 10);
    one.tags = random_names(random, "tag", 3, 20);
    one.mutexes = random_names(random, "mutex", 3, 20);
    one.priority = random.percent(30) ? static_cast<std::int32_t>(random.below(201)) - 100 : 0;
    add_constraints(random, package, one);
    one.retries = random.percent(40) ? random.below(3) : 0;
    one.retry_delay = random.one_of<milliseconds>({0s, 7s, 61s});
    one.retry_backoff = random.one_of<double>({1, 1, 1.5, 4});
    one.retry_delay_max = random.one_of<milliseconds>({10s, 2min, 1h});
    add_retried(random, one);
    one.restartable = random.percent(40);
    one.server_loss_timeout = random.one_of<milliseconds>({1s, 19s, 5min});
    if (random.percent(40))
        one.timeout = milliseconds(1000 + random.below(60000));
    if (random.percent(70))
        one.expected = milliseconds(1 + random.below(20000));
    one.enabled = random.percent(90);
    one.outcome_from = random.percent(70) ? outcome_source::package : outcome_source::job;
    return one;
}

} // namespace

parent_package random_plan(random_source& random) {
    parent_package package;
    package.name = "random";
    std::size_t const servers = 1 + random.below(4);
    for (std::size_t i = 0; i < servers; ++i)
        package.servers.push_back(random_server(random, i));
    std::size_t const tasks = 1 + random.below(12);
    for (std::size_t i = 0; i < tasks; ++i)
        package.tasks.push_back(random_task(random, package));
    for (std::string const& tag : random_names(random, "tag", 3, 50))
        package.tag_limits.push_back({tag, 1 + random.below(3)});
    package.max_concurrent_executables = random.percent(25) ? 1 + random.below(4) : 0;
    package.maximum_error_count = random.percent(25) ? 1 + random.below(3) : 0;
    return package;
}

} // namespace ssislb::test
