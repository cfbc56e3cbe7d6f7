#include "server_check.hpp"

#include "job_check.hpp"

#include <ssislb/agent/remote_server.hpp>
#include <ssislb/agent/server_inspection.hpp>
#include <ssislb/base/errors.hpp>
#include <ssislb/run/connection_options.hpp>
#include <ssislb/run/explain.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace ssislb::cli {
namespace {

constexpr auto use_tuple = boost::asio::as_tuple(boost::asio::use_awaitable);

struct answers {
    login_rights rights;
    agent_service_state agent = agent_service_state::not_visible;
    job_directory jobs;
};

/// Reads what the findings are made of; ends at the first error.
boost::asio::awaitable<error_code> ask(remote_server& remote, std::vector<std::string> names,
                                       answers& to) {
    server_inspection inspection(remote);
    error_code error;
    std::tie(error, to.rights) = co_await inspection.async_login_rights(use_tuple);
    if (error)
        co_return error;
    std::tie(error, to.agent) = co_await inspection.async_agent_service(use_tuple);
    // Without any role the list of jobs is denied, which says less than the rights do.
    if (!error && to.rights.starts_own_jobs())
        std::tie(error, to.jobs) = co_await remote.async_find_jobs(std::move(names), use_tuple);
    co_return error;
}

/// The steps of the jobs that the plan's tasks use here.
boost::asio::awaitable<error_code> look_at_steps(remote_server& remote, job_check& jobs) {
    server_inspection inspection(remote);
    for (auto const& job : jobs.jobs_in_use()) {
        auto const [error, steps] = co_await inspection.async_job_steps(job.id, use_tuple);
        // It was there a moment ago.
        if (error && error != agent_errc::job_not_found)
            co_return error;
        if (!error)
            jobs.look_at_steps(job, steps);
    }
    co_return error_code();
}

void say_ready(remote_server const& remote, answers const& found, server_findings& to) {
    auto const facts = remote.facts();
    std::string text = "connected: SQL Server " + facts.product_version + " (" + facts.server_name +
                       "), " + std::to_string(found.jobs.jobs().size()) + " jobs, ";
    text += found.agent == agent_service_state::not_visible
                ? "Agent state not visible to this login: VIEW SERVER STATE is needed; the run "
                  "will tell"
                : "Agent " + std::string(to_string(found.agent));
    to.findings.push_back({severity::ok, std::nullopt, std::move(text)});
}

void say_agent(agent_service_state state, server_findings& to) {
    switch (state) {
    case agent_service_state::not_visible:
    case agent_service_state::running:
        return;
    case agent_service_state::starting:
        to.findings.push_back(
            {severity::warning, std::nullopt, "SQL Server Agent is starting. Wait until it runs."});
        return;
    default:
        to.findings.push_back({severity::problem, std::nullopt,
                               "SQL Server Agent is " + std::string(to_string(state)) +
                                   ": no job can be started. Start it there."});
    }
}

void say_polls(server const& spec, remote_server const& remote, std::string const& login,
               server_findings& to) {
    if (!spec.read_msdb_tables || remote.facts().reads_activity)
        return;
    to.findings.push_back(
        {severity::warning, std::nullopt,
         "login \"" + login +
             "\" may not read msdb.dbo.sysjobactivity and syssessions: polls will use "
             "sp_help_jobactivity. Give it db_datareader in msdb, or remove read_msdb_tables" +
             (spec.long_poll ? " and long_poll." : ".")});
}

void say_problem(std::string text, server_findings& to) {
    to.findings.push_back({severity::problem, std::nullopt, std::move(text)});
}

boost::asio::awaitable<void> check_connected(parent_package const& package, server const& spec,
                                             remote_server& remote, server_findings& to) {
    answers found;
    std::vector<std::string> names;
    for (auto const& task : package.tasks)
        names.push_back(task.job);
    auto const error = co_await ask(remote, std::move(names), found);
    if (error) {
        say_problem(explain(spec, error, {}), to);
        co_return;
    }
    say_ready(remote, found, to);
    say_agent(found.agent, to);
    say_polls(spec, remote, found.rights.login, to);
    if (spec.count_foreign && !found.rights.sees_all_jobs())
        to.findings.push_back(
            {severity::warning, std::nullopt,
             "login \"" + found.rights.login +
                 "\" sees its own jobs only, so count_foreign counts none; add it to "
                 "SQLAgentReaderRole or SQLAgentOperatorRole in msdb"});
    job_check jobs(package, spec, found.rights, to);
    jobs.look(found.jobs);
    to.looked_at = true;
    auto const lost = co_await look_at_steps(remote, jobs);
    if (lost)
        say_problem(explain(spec, lost, {}), to);
}

} // namespace

boost::asio::awaitable<server_findings> check_server(check_context context, server_id id) {
    auto const& spec = context.package[id];
    server_findings to;
    to.runs.resize(context.package.tasks.size());
    auto password = context.password(spec);
    if (!password) {
        say_problem(explain_password(spec, password.error()), to);
        co_return to;
    }
    remote_server remote(context.executor, context.runtime,
                         connection_options(spec, std::move(*password)));
    auto const [error, said] = co_await remote.async_connect(use_tuple);
    if (error) {
        say_problem(explain(spec, error, said), to);
        co_return to;
    }
    co_await check_connected(context.package, spec, remote, to);
    remote.close();
    co_return to;
}

} // namespace ssislb::cli
