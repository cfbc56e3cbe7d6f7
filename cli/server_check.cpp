#include "server_check.hpp"

#include <ssislb/agent/remote_server.hpp>
#include <ssislb/base/errors.hpp>
#include <ssislb/run/connection_options.hpp>
#include <ssislb/run/explain.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <string_view>
#include <unordered_map>

namespace ssislb::cli {
namespace {

constexpr auto use_tuple = boost::asio::as_tuple(boost::asio::use_awaitable);

using jobs_by_name = std::unordered_map<std::string_view, std::vector<agent_job const*>>;

bool may_run(task const& of, server const& on) {
    return of.servers.empty() || std::ranges::find(of.servers, on.name) != of.servers.end();
}

/// Compares the tasks' jobs with what the server has.
class job_check {
public:
    job_check(parent_package const& package, server const& on, server_findings& to)
        : package_(package)
        , on_(on)
        , to_(to) {}

    void look(std::vector<agent_job> const& jobs) {
        jobs_by_name by_name;
        for (auto const& job : jobs)
            by_name[job.name].push_back(&job);
        for (std::uint32_t i = 0; i < package_.tasks.size(); ++i)
            if (package_.tasks[i].enabled && may_run(package_.tasks[i], on_))
                look(task_id{i}, by_name[package_.tasks[i].job]);
    }

private:
    void look(task_id id, std::vector<agent_job const*> const& jobs) {
        auto const& task = package_[id];
        if (jobs.empty()) {
            // A task without a list of servers is expected to miss on some of them.
            if (!task.servers.empty())
                say(severity::problem, id, explain(on_, task, agent_errc::job_not_found, {}));
            return;
        }
        if (jobs.size() > 1)
            return say(severity::problem, id, explain(on_, task, agent_errc::job_ambiguous, {}));
        auto const& job = *jobs.front();
        if (!job.has_target)
            return say(severity::problem, id, explain(on_, task, agent_errc::job_not_targeted, {}));
        if (!job.has_step)
            return say(severity::problem, id,
                       about(job) + " has no step. Add one that runs the child package.");
        to_.runs[index(id)] = true;
        look_closer(id, job);
    }

    void look_closer(task_id id, agent_job const& job) {
        if (!job.enabled)
            say(severity::warning, id,
                about(job) + " is disabled; a run starts it all the same. Enable it, or take the "
                             "server out of the task's servers.");
        if (job.has_schedule)
            say(severity::warning, id,
                about(job) + " has a schedule of its own. Remove it: the parent package starts "
                             "it.");
        if (job.type == 2)
            say(severity::warning, id,
                about(job) + " is a multi-server job: its end cannot be seen at once. Use a local "
                             "job.");
        if (job.execution_status == job_state::suspended)
            say(severity::problem, id, explain(on_, package_[id], agent_errc::job_suspended, {}));
        else if (job.runs())
            say(severity::warning, id, about(job) + " is running now.");
    }

    [[nodiscard]] static std::string about(agent_job const& job) {
        return "job \"" + job.name + "\"";
    }

    void say(severity how, task_id id, std::string text) {
        to_.findings.push_back({how, id, std::move(text)});
    }

    parent_package const& package_;
    server const& on_;
    server_findings& to_;
};

void say_ready(remote_server const& remote, std::size_t jobs, server_findings& to) {
    auto const facts = remote.facts();
    std::string text = "connected: SQL Server " + facts.product_version + " (" + facts.server_name +
                       "), " + std::to_string(jobs) + " jobs";
    to.findings.insert(to.findings.begin(), {severity::ok, std::nullopt, std::move(text)});
}

} // namespace

boost::asio::awaitable<server_findings> check_server(check_context context, server_id id) {
    auto const& spec = context.package[id];
    server_findings to;
    to.runs.resize(context.package.tasks.size());
    auto password = context.password(spec);
    if (!password) {
        to.findings.push_back(
            {severity::problem, std::nullopt, explain_password(spec, password.error())});
        co_return to;
    }
    remote_server remote(context.executor, context.runtime,
                         connection_options(spec, std::move(*password)));
    auto const [error, said] = co_await remote.async_connect(use_tuple);
    if (error) {
        to.findings.push_back({severity::problem, std::nullopt, explain(spec, error, said)});
        co_return to;
    }
    auto const [list_error, jobs] = co_await remote.async_jobs(use_tuple);
    if (list_error) {
        to.findings.push_back({severity::problem, std::nullopt, explain(spec, list_error, {})});
        co_return to;
    }
    job_check(context.package, spec, to).look(jobs);
    say_ready(remote, jobs.size(), to);
    remote.close();
    co_return to;
}

} // namespace ssislb::cli
