// Runs a plan over TDS on its simulated servers and prints what it cost; fails when the servers'
// own records show that a rule was broken.
#include "figure.hpp"
#include "process.hpp"
#include "support/fleet_run.hpp"

#include <ssislb/plan/load_plan.hpp>
#include <ssislb/scheduler/forecast.hpp>

#include <malloc.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace {

using namespace ssislb;

class thread_counter final : public run_observer {
public:
    void on_notice(timed_notice const&) override {
        most_ = std::max(most_, bench::status_figure("Threads"));
    }

    [[nodiscard]] long most() const noexcept { return most_; }

private:
    long most_ = 0;
};

int measure(parent_package const& package, double speed) {
    test::fleet_run run(package, speed);
    auto const threads = std::make_shared<thread_counter>();
    run.observe(threads);
    auto const begin = std::chrono::steady_clock::now();
    auto const& summary = run.go();
    std::chrono::duration<double> const wall = std::chrono::steady_clock::now() - begin;
    auto const audit = run.audit();
    auto const violations = audit.violations(summary);
    bench::print("tasks", static_cast<double>(package.tasks.size()), "tasks");
    bench::print("succeeded", summary.count(outcome::succeeded), "tasks");
    bench::print("runs_seen_by_servers", static_cast<double>(audit.runs()), "runs");
    bench::print("violations", static_cast<double>(violations.size()), "violations");
    bench::print("makespan", std::chrono::duration<double>(summary.makespan()).count(), "s");
    auto const thought = make_forecast(package, duration_estimates(package)).makespan;
    bench::print("forecast", std::chrono::duration<double>(thought).count(), "s");
    bench::print("makespan_over_forecast",
                 estimated_duration(summary.makespan()) / estimated_duration(thought), "ratio");
    bench::print("wall", wall.count(), "s");
    bench::print("statements_per_job", summary.statements_per_job(), "statements");
    bench::print("status_polls", static_cast<double>(summary.status_polls()), "statements");
    bench::print("peak_memory", static_cast<double>(bench::status_figure("VmHWM")) / 1024, "MiB");
    bench::print("peak_threads", static_cast<double>(threads->most()), "threads");
    for (auto const& each : violations)
        std::fprintf(stderr, "%s\n", each.c_str());
    return violations.empty() && summary.result == outcome::succeeded ? 0 : 1;
}

} // namespace

int main(int argc, char** argv) {
    ::mallopt(M_ARENA_MAX, 2); // as the command does
    if (argc != 3) {
        std::fprintf(stderr, "usage: bench_parent_package PLAN SPEED\n");
        return 6;
    }
    auto const plan = ssislb::load_plan(argv[1]);
    for (auto const& each : plan.mistakes)
        std::fprintf(stderr, "%s\n", to_string(each).c_str());
    return plan ? measure(plan.package, std::atof(argv[2])) : 5;
}
