// Random plans: what a forecast says of them agrees with itself and with the plan.
#include "plan_builder.hpp"
#include "random_plan.hpp"
#include "random_source.hpp"
#include "support/catch.hpp"

#include <ssislb/scheduler/forecast.hpp>

#include <algorithm>
#include <map>

using namespace ssislb;
using namespace ssislb::test;

namespace {

std::size_t predecessor_of(parent_package const& package, precedence_constraint const& one) {
    return index(*package.find_task(one.predecessor));
}

/// Constraints name earlier tasks only, so plan order will do.
std::vector<bool> reached_tasks(parent_package const& package) {
    std::vector<bool> reached;
    for (auto const& one : package.tasks) {
        std::size_t good = 0;
        for (auto const& each : one.after)
            good += each.kind != constraint_kind::failure && reached[predecessor_of(package, each)];
        bool const any = one.join == constraint_join::any && !one.after.empty();
        reached.push_back(any ? good > 0 : good == one.after.size());
    }
    return reached;
}

bool has_or(parent_package const& package) {
    return std::ranges::any_of(package.tasks, [](task const& one) {
        return one.join == constraint_join::any && one.after.size() > 1;
    });
}

/// What becomes of the run when one task begins later and all keep their slots and their order.
class delayed_run {
public:
    delayed_run(parent_package const& package, forecast const& what)
        : package_(package)
        , what_(what)
        , reached_(reached_tasks(package)) {}

    milliseconds makespan(std::size_t delayed, milliseconds begin) const {
        std::vector<milliseconds> ends(package_.tasks.size());
        // Until nothing moves any more.
        for (auto before = std::vector<milliseconds>{milliseconds(-1)}; before != ends;) {
            before = ends;
            for (std::size_t i = 0; i < ends.size(); ++i)
                ends[i] = end_of(i, delayed, begin, ends);
        }
        milliseconds last{0};
        for (std::size_t i = 0; i < ends.size(); ++i)
            if (what_.tasks[i])
                last = std::max(last, ends[i]);
        return last;
    }

private:
    milliseconds end_of(std::size_t which, std::size_t delayed, milliseconds begin,
                        std::vector<milliseconds> const& ends) const {
        auto at = released(which, ends);
        auto const& planned = what_.tasks[which];
        if (!planned)
            return at;
        at = std::max(at, which == delayed ? begin : planned->begin);
        for (std::size_t i = 0; i < ends.size(); ++i)
            if (auto const& other = what_.tasks[i]; other && other->server == planned->server &&
                                                    other->slot == planned->slot &&
                                                    other->begin < planned->begin)
                at = std::max(at, ends[i]);
        return at + (planned->end - planned->begin);
    }

    milliseconds released(std::size_t which, std::vector<milliseconds> const& ends) const {
        auto const& one = package_.tasks[which];
        std::vector<milliseconds> of;
        for (auto const& each : one.after)
            if (auto const at = predecessor_of(package_, each);
                each.kind != constraint_kind::failure && reached_[at])
                of.push_back(ends[at]);
        if (of.empty())
            return milliseconds(0);
        return one.join == constraint_join::any ? std::ranges::min(of) : std::ranges::max(of);
    }

    parent_package const& package_;
    forecast const& what_;
    std::vector<bool> reached_;
};

void check_slots(parent_package const& package, forecast const& what) {
    std::map<std::pair<server_id, std::uint32_t>, std::vector<task_forecast>> slots;
    for (auto const& one : what.tasks) {
        if (!one)
            continue;
        CHECK(one->slot < package[one->server].max_jobs);
        slots[{one->server, one->slot}].push_back(*one);
    }
    for (auto& [slot, tasks] : slots) {
        std::ranges::sort(tasks, {}, &task_forecast::begin);
        for (std::size_t i = 1; i < tasks.size(); ++i)
            CHECK(tasks[i - 1].end <= tasks[i].begin);
    }
}

void check_places(parent_package const& package, forecast const& what) {
    auto const reached = reached_tasks(package);
    for (std::size_t i = 0; i < what.tasks.size(); ++i) {
        CHECK(what.tasks[i].has_value() == (reached[i] && package.tasks[i].enabled));
        if (!what.tasks[i])
            continue;
        auto const& names = package.tasks[i].servers;
        auto const& name = package[what.tasks[i]->server].name;
        CHECK((names.empty() || std::ranges::find(names, name) != names.end()));
    }
}

void check_limit(parent_package const& package, forecast const& what) {
    for (auto const& one : what.tasks) {
        if (!one || package.max_concurrent_executables == 0)
            continue;
        CHECK(std::ranges::count_if(what.tasks, [&](auto const& other) {
                  return other && other->begin <= one->begin && one->begin < other->end;
              }) <= package.max_concurrent_executables);
    }
}

void check_path(forecast const& what) {
    milliseconds at{0};
    for (auto const& step : what.critical_path) {
        auto const& when = what.tasks[index(step.task)];
        REQUIRE(when);
        CHECK(when->critical);
        CHECK(step.gap >= milliseconds(0));
        CHECK((step.gap == milliseconds(0) || step.waited_for == wait_reason::placement));
        CHECK(at + step.gap == when->begin);
        at = when->end;
    }
    CHECK(at == what.makespan);
}

void check_latest(parent_package const& package, forecast const& what) {
    delayed_run const run(package, what);
    bool const exact = !has_or(package);
    for (std::uint32_t i = 0; i < what.tasks.size(); ++i) {
        if (!what.tasks[i])
            continue;
        auto const latest = what.tasks[i]->latest_begin;
        CHECK(what.tasks[i]->slack() >= milliseconds(0));
        CHECK(run.makespan(i, latest) == what.makespan);
        if (exact)
            CHECK(run.makespan(i, latest + milliseconds(1)) > what.makespan);
    }
}

void check_loads(parent_package const& package, forecast const& what) {
    for (std::uint32_t s = 0; s < package.servers.size(); ++s) {
        server_forecast sum;
        for (auto const& one : what.tasks)
            if (one && one->server == server_id{s}) {
                ++sum.tasks;
                sum.busy += one->end - one->begin;
            }
        CHECK(what.servers[s].tasks == sum.tasks);
        CHECK(what.servers[s].busy == sum.busy);
        CHECK(what.servers[s].use <= 1 + 1e-9);
    }
}

} // namespace

TEST_CASE("forecasts of random plans agree with the plan and with themselves",
          "[scheduler][forecast]") {
    for (std::uint64_t seed = 1; seed <= 300; ++seed) {
        CAPTURE(seed);
        random_source random(seed);
        auto const package = random_plan(random);
        auto const what = make_forecast(package, duration_estimates(package));
        check_slots(package, what);
        check_places(package, what);
        check_limit(package, what);
        check_path(what);
        check_latest(package, what);
        check_loads(package, what);
        CHECK(what.bound.length <= what.makespan + estimated_duration(1e-6));
    }
}
