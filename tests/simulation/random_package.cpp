// Parent packages and servers that chance has thought up.
#include "random_package.hpp"

#include "desk.hpp"

#include <ssislb/model/validation.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <stdexcept>

namespace ssislb::simulation {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

policy_kind any_policy(chance& luck) {
    // The critical path tries orders of tasks beforehand, which takes longer than all the rest.
    if (luck.happens(20))
        return policy_kind::critical_path;
    constexpr std::array quick{policy_kind::fastest_free, policy_kind::least_loaded,
                               policy_kind::round_robin, policy_kind::pinned};
    return quick[luck.below(quick.size())];
}

std::vector<std::string> some_of(std::vector<std::string> const& all, std::uint32_t in_a_thousand,
                                 chance& luck) {
    std::vector<std::string> chosen;
    for (auto const& each : all)
        if (luck.happens(in_a_thousand))
            chosen.push_back(each);
    return chosen;
}

void add_servers(parent_package& to, chance& luck) {
    auto const count = luck.between(1, 4);
    for (std::int64_t i = 0; i < count; ++i) {
        server one;
        one.name = "etl" + std::to_string(i + 1);
        one.host = one.name + ".example.com";
        one.user = "ssislb";
        one.password_env = "SSISLB_PASSWORD";
        one.max_jobs = static_cast<std::uint32_t>(luck.between(1, 3));
        one.speed = static_cast<double>(luck.between(5, 20)) / 10;
        one.tags = some_of({"big", "old"}, 300, luck);
        one.count_foreign = luck.happens(150);
        if (luck.happens(80))
            one.starts_per_second = 0.5;
        if (luck.happens(80))
            one.max_pending_starts = 1;
        to.servers.push_back(std::move(one));
    }
}

constraint_kind any_kind(chance& luck) {
    auto const throw_ = luck.below(10);
    return throw_ < 6   ? constraint_kind::success
           : throw_ < 8 ? constraint_kind::completion
                        : constraint_kind::failure;
}

void add_constraints(task& to, std::vector<task> const& before, chance& luck) {
    auto const most = std::min<std::size_t>(before.size(), 3);
    for (std::size_t i = 0; i < most; ++i) {
        if (!luck.happens(450))
            continue;
        auto const& name = before[luck.below(static_cast<std::uint32_t>(before.size()))].name;
        bool const known =
            std::ranges::any_of(to.after, [&](auto const& one) { return one.predecessor == name; });
        if (!known)
            to.after.push_back({name, any_kind(luck)});
    }
    to.join = luck.happens(250) ? constraint_join::any : constraint_join::all;
}

void set_repetition(task& of, chance& luck) {
    if (luck.happens(400))
        of.retries = static_cast<std::uint32_t>(luck.between(1, 3));
    if (luck.happens(500))
        of.retry_delay = milliseconds(luck.by_magnitude(500, 60'000));
    if (luck.happens(200))
        of.retry_backoff = static_cast<double>(luck.between(10, 30)) / 10;
    if (luck.happens(100))
        of.retry_on = {failure_class::canceled, failure_class::job_failed};
    else if (luck.happens(100))
        of.no_retry_on = {failure_class::timed_out};
    of.restartable = luck.happens(300);
    of.server_loss_timeout = milliseconds(luck.by_magnitude(10'000, 600'000));
    if (luck.happens(150))
        of.timeout = milliseconds(luck.by_magnitude(3'000, 120'000));
}

task make_task(std::size_t at, parent_package const& within, chance& luck) {
    task one;
    one.name = "task " + std::to_string(at);
    bool const shares = at > 0 && luck.happens(80);
    one.job = shares ? within.tasks.back().job : name_of_job(static_cast<std::uint32_t>(at));
    add_constraints(one, within.tasks, luck);
    set_repetition(one, luck);
    one.mutexes = some_of({"ledger", "stock"}, 120, luck);
    one.tags = some_of({"heavy", "big"}, 200, luck);
    if (luck.happens(60))
        one.required_tags = {"big"};
    if (luck.happens(60))
        one.preferred_tags = {"old"};
    if (luck.happens(300))
        for (auto const& each : within.servers)
            if (luck.happens(600))
                one.servers.push_back(each.name);
    if (luck.happens(200))
        one.priority = static_cast<std::int32_t>(luck.between(-3, 3));
    if (luck.happens(500))
        one.expected = milliseconds(luck.by_magnitude(1'000, 100'000));
    one.outcome_from = luck.happens(250) ? outcome_source::job : outcome_source::package;
    one.enabled = !luck.happens(50);
    return one;
}

std::size_t any_size(chance& luck) {
    if (luck.happens(15))
        return 40;
    return static_cast<std::size_t>(luck.by_magnitude(1, 12));
}

parent_package any_package(chance& luck) {
    parent_package made;
    made.name = "a night";
    made.policy = any_policy(luck);
    add_servers(made, luck);
    auto const tasks = any_size(luck);
    for (std::size_t i = 0; i < tasks; ++i)
        made.tasks.push_back(make_task(i, made, luck));
    if (luck.happens(200))
        made.max_concurrent_executables = static_cast<std::uint32_t>(luck.between(1, 4));
    if (luck.happens(120))
        made.maximum_error_count = static_cast<std::uint32_t>(luck.between(1, 3));
    if (luck.happens(300))
        made.tag_limits.push_back({"big", static_cast<std::uint32_t>(luck.between(1, 3))});
    if (luck.happens(300))
        made.tag_limits.push_back({"heavy", static_cast<std::uint32_t>(luck.between(1, 2))});
    return made;
}

run_options any_options(chance& luck) {
    run_options made;
    made.call_timeout = seconds(luck.between(5, 30));
    made.connect_timeout = seconds(luck.between(3, 15));
    made.reconnect_for = seconds(luck.by_magnitude(20, 600));
    made.confirm_grace = milliseconds(luck.between(2'000, 8'000));
    made.patience = seconds(luck.by_magnitude(30, 900));
    made.load_interval = seconds(luck.between(10, 60));
    made.roll_call = milliseconds(luck.between(0, 3'000));
    made.busy_delay = milliseconds(luck.by_magnitude(500, 10'000));
    made.agent_down_delay = milliseconds(luck.by_magnitude(1'000, 60'000));
    return made;
}

instance_habits any_habits(chance& luck, instant confirm_grace) {
    instance_habits made;
    // Less than the grace: else nobody could tell a request that is not recorded yet.
    made.record =
        luck.happens(200) ? luck.between(0, std::min<instant>(1'000, confirm_grace / 3)) : 0;
    made.pick_up = luck.by_magnitude(100, luck.happens(100) ? 40'000 : 2'000);
    made.stop = luck.by_magnitude(50, 20'000);
    made.finish = luck.by_magnitude(10, 1'000);
    made.publish = luck.by_magnitude(10, 2'000);
    made.agent_start = luck.by_magnitude(100, 20'000);
    made.threads = luck.happens(100) ? static_cast<std::uint32_t>(luck.between(1, 3)) : 0;
    made.whole_seconds = luck.happens(200);
    made.keeps_old_columns = luck.happens(300);
    made.hides_activity = luck.happens(40);
    made.history_rows = luck.happens(60) ? static_cast<std::uint32_t>(luck.between(1, 4)) : 100;
    made.session_gap = luck.happens(200) ? 999 : 0;
    made.clock_offset = luck.between(-50'000'000, 50'000'000);
    return made;
}

job_habits any_job(chance& luck) {
    job_habits made;
    made.exists = !luck.happens(40);
    made.has_target = !luck.happens(10);
    made.enabled = !luck.happens(20);
    made.suspended = luck.happens(10);
    made.may_start = !luck.happens(10);
    made.shortest = luck.happens(100) ? luck.between(10, 1'000) : luck.between(1'000, 10'000);
    made.longest = made.shortest + luck.by_magnitude(1'000, luck.happens(50) ? 1'800'000 : 120'000);
    made.fails = luck.happens(300) ? static_cast<std::uint32_t>(luck.between(100, 1'000)) : 20;
    made.package_fails = luck.happens(200) ? static_cast<std::uint32_t>(luck.between(100, 800)) : 0;
    return made;
}

} // namespace

void make_package(scenario& into, chance& luck) {
    into.package = any_package(luck);
    // No server may have been dealt the tag that a task requires.
    if (!validate(into.package).empty())
        for (auto& each : into.package.tasks)
            each.required_tags.clear();
    if (auto const mistakes = validate(into.package); !mistakes.empty())
        throw std::logic_error("a package that is not valid: " + mistakes.front().text);
    into.options = any_options(luck);
    into.poll_least = milliseconds(luck.by_magnitude(200, 4'000));
    for (std::size_t i = 0; i < into.package.servers.size(); ++i) {
        server_spec one;
        one.habits = any_habits(luck, into.options.confirm_grace.count());
        for (std::size_t job = 0; job < into.package.tasks.size(); ++job)
            one.jobs.push_back(any_job(luck));
        into.servers.push_back(std::move(one));
    }
}

} // namespace ssislb::simulation
