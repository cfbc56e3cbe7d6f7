// Judges a run by the records of simulated servers.
#include "support/run_audit.hpp"

#include <ssislb/scheduler/scheduler.hpp>

#include <algorithm>

namespace ssislb::test {
namespace {

outcome outcome_of(sim::run_end end) {
    switch (end) {
    case sim::run_end::succeeded:
        return outcome::succeeded;
    case sim::run_end::failed:
        return outcome::failed;
    case sim::run_end::canceled:
        return outcome::canceled;
    case sim::run_end::lost:
        break;
    }
    return outcome::unknown;
}

/// One that was stopped after its time was up has failed.
outcome outcome_of(sim::finished_run const& run, task const& of) {
    bool const timed_out =
        run.end == sim::run_end::canceled && of.timeout && run.stop >= run.requested + *of.timeout;
    return timed_out ? outcome::failed : outcome_of(run.end);
}

} // namespace

run_audit::run_audit(parent_package const& package, instances const& servers)
    : package_(package)
    , servers_(servers) {
    for (auto const& server : servers_)
        for (auto& run : server.get().finished_runs())
            by_job_[run.job].push_back(std::move(run));
    for (auto& [job, runs] : by_job_)
        std::ranges::sort(runs, {}, &sim::finished_run::requested);
}

std::size_t run_audit::runs() const {
    std::size_t count = 0;
    for (auto const& [job, runs] : by_job_)
        count += runs.size();
    return count;
}

run_audit::runs_of_job const& run_audit::runs_of(std::size_t task) const {
    static runs_of_job const none;
    auto const found = by_job_.find(package_.tasks[task].job);
    return found == by_job_.end() ? none : found->second;
}

std::vector<std::string> run_audit::violations(run_summary const& summary) const {
    std::vector<std::string> found;
    check_slots(found);
    for (std::size_t i = 0; i < package_.tasks.size(); ++i) {
        check_task(i, summary, found);
        check_constraints(i, found);
    }
    return found;
}

void run_audit::check_slots(std::vector<std::string>& to) const {
    for (std::size_t i = 0; i < servers_.size(); ++i)
        if (servers_[i].get().max_running() > package_.servers[i].max_jobs)
            to.push_back(package_.servers[i].name + " ran " +
                         std::to_string(servers_[i].get().max_running()) + " jobs at a time");
}

void run_audit::check_task(std::size_t at, run_summary const& summary,
                           std::vector<std::string>& to) const {
    auto const& task = package_.tasks[at];
    auto const& said = summary.tasks[at];
    auto const& runs = runs_of(at);
    if (runs.size() != said.attempts)
        to.push_back(task.name + ": the servers saw " + std::to_string(runs.size()) +
                     " runs, the summary says " + std::to_string(said.attempts));
    check_repetitions(task, runs, to);
    for (std::size_t i = 1; i < runs.size(); ++i)
        if (runs[i].requested < runs[i - 1].stop)
            to.push_back(task.name + ": two runs at a time");
    if (!runs.empty() && outcome_of(runs.back(), task) != said.result)
        to.push_back(task.name + ": ended otherwise than the summary says");
}

/// A run that failed costs a retry, one that was lost a restart. One that succeeded is the last.
void run_audit::check_repetitions(task const& task, runs_of_job const& runs,
                                  std::vector<std::string>& to) {
    std::size_t retries = 0;
    std::size_t restarts = 0;
    for (std::size_t i = 0; i + 1 < runs.size(); ++i) {
        ++(runs[i].end == sim::run_end::lost ? restarts : retries);
        if (runs[i].end == sim::run_end::succeeded)
            to.push_back(task.name + ": started again though it had succeeded");
    }
    if (retries > task.retries)
        to.push_back(task.name + ": started more often than its retries allow");
    if (restarts > (task.restartable ? scheduler_options{}.max_restarts : 0))
        to.push_back(task.name + ": started more often than its restarts allow");
}

bool run_audit::held(precedence_constraint const& constraint, server_time by) const {
    auto const predecessor = package_.find_task(constraint.predecessor);
    auto const& runs = runs_of(index(*predecessor));
    if (!package_[*predecessor].enabled)
        return constraint.kind != constraint_kind::failure;
    if (runs.empty() || runs.back().stop > by)
        return false;
    bool const succeeded = runs.back().end == sim::run_end::succeeded;
    switch (constraint.kind) {
    case constraint_kind::success:
        return succeeded;
    case constraint_kind::failure:
        return !succeeded;
    case constraint_kind::completion:
        break;
    }
    return true;
}

void run_audit::check_constraints(std::size_t at, std::vector<std::string>& to) const {
    auto const& task = package_.tasks[at];
    auto const& runs = runs_of(at);
    if (runs.empty() || task.after.empty())
        return;
    auto const holds = [this, by = runs.front().requested](auto const& c) { return held(c, by); };
    bool const may_start = task.join == constraint_join::all
                               ? std::ranges::all_of(task.after, holds)
                               : std::ranges::any_of(task.after, holds);
    if (!may_start)
        to.push_back(task.name + ": started before its constraints held");
}

} // namespace ssislb::test
