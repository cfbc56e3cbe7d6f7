#include "job_check.hpp"

#include <ssislb/agent/package_command.hpp>
#include <ssislb/run/explain.hpp>

#include <algorithm>
#include <string_view>
#include <utility>

namespace ssislb::cli {
namespace {

std::string about(agent_job const& job) {
    return "job \"" + job.name + "\"";
}

std::string about(agent_job const& job, job_step const& step) {
    return about(job) + ", step " + std::to_string(step.id) + " \"" + step.name + "\"";
}

/// Only where it is certain: the server tells it of the login itself.
bool is_no_sysadmin(std::string const& owner, login_rights const& rights) {
    return owner == rights.login && !rights.sysadmin;
}

} // namespace

void job_check::look(job_directory const& jobs) {
    for (std::uint32_t i = 0; i < package_.tasks.size(); ++i)
        if (package_.tasks[i].enabled && may_run(package_.tasks[i], on_))
            look(task_id{i}, jobs.find(package_.tasks[i].job));
    look_at_rights();
}

void job_check::look(task_id id, std::vector<agent_job const*> const& jobs) {
    if (jobs.empty()) {
        // A task without a list of servers is expected to miss on some of them; and a login that
        // may see no job cannot tell.
        if (!package_[id].servers.empty() && rights_.starts_own_jobs())
            say(id, agent_errc::job_not_found);
        return;
    }
    if (jobs.size() > 1)
        return say(id, agent_errc::job_ambiguous);
    auto const& job = *jobs.front();
    if (!job.has_target)
        return say(id, agent_errc::job_not_targeted);
    if (!job.has_step)
        return say(severity::problem, id,
                   about(job) + " has no step. Add one that runs the child package.");
    to_.runs[index(id)] = true;
    if (first_task_.try_emplace(job.id, id).second)
        in_use_.push_back(job);
    look_closer(id, job);
}

void job_check::look_closer(task_id id, agent_job const& job) {
    if (!job.enabled)
        say(severity::warning, id,
            about(job) + " is disabled; a run starts it all the same. Enable it, or take the "
                         "server out of the task's servers.");
    if (job.has_schedule)
        say(severity::warning, id,
            about(job) + " has a schedule of its own. Remove it: the parent package starts it.");
    if (job.type == 2)
        say(severity::warning, id,
            about(job) + " is a multi-server job: its end cannot be seen at once. Use a local "
                         "job.");
    if (job.execution_status == job_state::suspended)
        say(id, agent_errc::job_suspended);
    else if (job.runs())
        say(severity::warning, id, about(job) + " is running now.");
}

void job_check::look_at_rights() {
    if (rights_.starts_all_jobs())
        return;
    auto const login = "login \"" + rights_.login + "\"";
    auto const others = std::ranges::count_if(
        in_use_, [this](agent_job const& job) { return job.owner != rights_.login; });
    auto const finding = [&](severity how, std::string text) {
        to_.findings.push_back({how, std::nullopt, std::move(text)});
    };
    constexpr std::string_view remedy = " Give it SQLAgentOperatorRole in msdb.";
    if (!rights_.starts_own_jobs())
        finding(severity::problem, login +
                                       " is in no role of SQL Server Agent and may start no job." +
                                       std::string(remedy));
    else if (others > 0)
        finding(severity::problem,
                login + " may start only its own jobs; " + std::to_string(others) + " of " +
                    std::to_string(in_use_.size()) + " belong to others." + std::string(remedy));
    else
        finding(severity::warning,
                login + " may see and start only its own jobs." + std::string(remedy));
}

void job_check::look_at_steps(agent_job const& job, std::vector<job_step> const& steps) {
    auto const id = first_task_.at(job.id);
    if (std::ranges::none_of(steps, &job_step::runs_package))
        say(severity::warning, id,
            about(job) + " has no SSIS step: its outcome says nothing of a package. Add a step "
                         "that runs the child package.");
    for (auto const& step : steps)
        if (step.runs_package())
            look_at_step(id, job, step);
}

void job_check::look_at_step(task_id id, agent_job const& job, job_step const& step) {
    auto const command = read_package_command(step.command);
    if (command.from_catalog && !command.synchronized)
        say(severity::problem, id,
            about(job, step) +
                " is not SYNCHRONIZED: the step ends before its package does. Add "
                "/Par \"\\\"$ServerOption::SYNCHRONIZED(Boolean)\\\"\";True to: " +
                redacted(step.command));
    if (!step.proxy && is_no_sysadmin(job.owner, rights_))
        say(severity::warning, id,
            about(job, step) + " has no proxy, and its owner " + job.owner +
                " is no sysadmin: the step will be refused. Give the step a proxy.");
}

void job_check::say(severity how, task_id id, std::string text) {
    to_.findings.push_back({how, id, std::move(text)});
}

void job_check::say(task_id id, agent_errc what) {
    say(severity::problem, id, explain(on_, package_[id], what, {}));
}

} // namespace ssislb::cli
