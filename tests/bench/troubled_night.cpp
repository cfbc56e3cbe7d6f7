// A night in which much goes wrong, beside the same night without trouble, over TDS on simulated
// servers. Fails when the servers' own records show a wrong outcome, a double start or a lost task.
//
// 300 tasks on six servers. Trouble: one job in twenty fails at first, a server dies for good when
// 40 % of the tasks are through, an Agent restarts, and one start in fifty loses its connection,
// before or after the Agent has taken it.
#include "figure.hpp"
#include "support/fleet_run.hpp"

#include <malloc.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>

namespace {

using namespace ssislb;

constexpr std::size_t task_count = 300;
constexpr std::size_t server_count = 6;
constexpr unsigned seed = 4;

class night {
public:
    [[nodiscard]] parent_package make(bool troubled) {
        parent_package package;
        package.name = "night";
        for (std::size_t i = 0; i < server_count; ++i)
            package.servers.push_back(make_server(i));
        for (std::size_t i = 0; i < task_count; ++i)
            package.tasks.push_back(make_task(i, troubled));
        return package;
    }

private:
    [[nodiscard]] static server make_server(std::size_t at) {
        server made;
        made.name = "s" + std::to_string(at + 1);
        made.host = "h";
        made.user = "u";
        made.max_jobs = 4;
        return made;
    }

    /// Most wait for one or two earlier ones; half of them may be started again.
    [[nodiscard]] task make_task(std::size_t at, bool troubled) {
        task made;
        made.name = "t" + std::to_string(at);
        made.job = made.name;
        made.outcome_from = outcome_source::job;
        made.retries = 1;
        made.restartable = at % 2 == 0;
        made.server_loss_timeout = std::chrono::minutes(1);
        for (std::size_t i = 0; i < 2 && at >= 24; ++i)
            if (auto const before = "t" + std::to_string(pick(at - 12)); chance(0.6))
                add_predecessor(made, before);
        simulated_behaviour behaviour;
        std::lognormal_distribution<double> length(std::log(90'000.0), 0.7);
        behaviour.duration = milliseconds(std::llround(length(random_)));
        made.expected = behaviour.duration;
        if (chance(0.05) && troubled) {
            behaviour.result = outcome::failed;
            behaviour.fail_attempts = 1;
        }
        made.simulate = behaviour;
        return made;
    }

    static void add_predecessor(task& to, std::string const& name) {
        for (auto const& each : to.after)
            if (each.predecessor == name)
                return;
        to.after.push_back({name, constraint_kind::completion});
    }

    [[nodiscard]] std::size_t pick(std::size_t below) {
        return std::uniform_int_distribution<std::size_t>(0, below - 1)(random_);
    }
    [[nodiscard]] bool chance(double p) { return std::bernoulli_distribution(p)(random_); }

    std::mt19937 random_{seed};
};

/// Strikes when so many tasks have ended.
class fate final : public run_observer {
public:
    explicit fate(test::fleet_run& of)
        : run_(of) {}

    void on_notice(timed_notice const& said) override {
        if (!std::holds_alternative<notice::task_finished>(said.what))
            return;
        ++ended_;
        if (ended_ == task_count / 4)
            run_.instance(1).restart_agent();
        if (ended_ == task_count * 2 / 5)
            run_.instance(0).kill_server();
    }

private:
    test::fleet_run& run_;
    std::size_t ended_ = 0;
};

/// Each server has so many starts to lose its connection at, half of them after the effect.
void cut_starts(test::fleet_run& run) {
    auto const start = sim::fault::on("sp_start_job");
    for (std::size_t i = 0; i < server_count; ++i) {
        run.instance(i).add_fault(start.nth(static_cast<std::uint32_t>(5 + i)).drop_answer());
        run.instance(i).add_fault(start.nth(static_cast<std::uint32_t>(25 + i)).drop_request());
    }
}

struct night_result {
    double makespan = 0;
    std::size_t violations = 0;
    std::size_t lost = 0;
};

night_result play(bool troubled, double speed) {
    test::fleet_run run(night().make(troubled), speed);
    if (troubled) {
        run.observe(std::make_shared<fate>(run));
        cut_starts(run);
    }
    auto const& summary = run.go();
    auto const violations = run.audit().violations(summary);
    for (auto const& each : violations)
        std::fprintf(stderr, "%s\n", each.c_str());
    std::size_t lost = 0;
    for (auto const& each : summary.tasks)
        lost += each.finished ? 0U : 1U;
    std::fprintf(stderr, "%u succeeded, %u failed, %u unknown\n", summary.count(outcome::succeeded),
                 summary.count(outcome::failed), summary.count(outcome::unknown));
    return {std::chrono::duration<double>(summary.makespan()).count(), violations.size(), lost};
}

} // namespace

int main(int argc, char** argv) {
    ::mallopt(M_ARENA_MAX, 2); // as the command does
    if (argc > 2) {
        std::fprintf(stderr, "usage: bench_troubled_night [SPEED]\n");
        return 6;
    }
    double const speed = argc == 2 ? std::atof(argv[1]) : 60;
    auto const quiet = play(false, speed);
    auto const troubled = play(true, speed);
    bench::print("tasks", task_count, "tasks");
    bench::print("quiet_makespan", quiet.makespan, "s");
    bench::print("troubled_makespan", troubled.makespan, "s");
    bench::print("troubled_over_quiet", troubled.makespan / quiet.makespan, "ratio");
    bench::print("wrong_outcomes_and_double_starts",
                 static_cast<double>(quiet.violations + troubled.violations), "violations");
    bench::print("lost_tasks", static_cast<double>(quiet.lost + troubled.lost), "tasks");
    return quiet.violations + troubled.violations + quiet.lost + troubled.lost == 0 ? 0 : 1;
}
