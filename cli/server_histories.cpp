#include "server_histories.hpp"

#include <ssislb/agent/remote_server.hpp>
#include <ssislb/agent/server_inspection.hpp>
#include <ssislb/run/connection_options.hpp>
#include <ssislb/run/explain.hpp>
#include <ssislb/tds/runtime.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <exception>
#include <map>
#include <tuple>
#include <utility>

namespace ssislb::cli {
namespace {

constexpr auto use_tuple = boost::asio::as_tuple(boost::asio::use_awaitable);

struct answer {
    std::vector<past_length> lengths;
    /// Why there is none.
    std::string trouble;
};

std::vector<task_id> tasks_on(parent_package const& package, server const& on) {
    std::vector<task_id> found;
    for (std::uint32_t i = 0; i < package.tasks.size(); ++i) {
        if (package.tasks[i].enabled && may_run(package.tasks[i], on))
            found.push_back(task_id{i});
    }
    return found;
}

std::vector<past_length> by_task(parent_package const& package, std::vector<task_id> const& tasks,
                                 job_directory const& jobs,
                                 std::vector<job_length> const& lengths) {
    std::map<guid, job_length const*> by_job;
    for (auto const& one : lengths)
        by_job.emplace(one.job, &one);
    std::vector<past_length> found;
    for (auto const task : tasks) {
        auto const named = jobs.find(package[task].job);
        // Of several that share the name none would be started.
        auto const known = named.size() == 1 ? by_job.find(named.front()->id) : by_job.end();
        if (known != by_job.end())
            found.push_back(
                {task, known->second->median, known->second->spread, known->second->runs});
    }
    return found;
}

boost::asio::awaitable<answer> ask(parent_package const& package, server const& spec,
                                   remote_server& remote) {
    answer to;
    auto const tasks = tasks_on(package, spec);
    std::vector<std::string> names;
    names.reserve(tasks.size());
    for (auto const task : tasks)
        names.push_back(package[task].job);
    auto const [connect_error, said] = co_await remote.async_connect(use_tuple);
    if (connect_error) {
        to.trouble = explain(spec, connect_error, said);
        co_return to;
    }
    auto const [list_error, jobs] = co_await remote.async_find_jobs(std::move(names), use_tuple);
    if (list_error) {
        to.trouble = explain(spec, list_error, {});
        co_return to;
    }
    server_inspection inspection(remote);
    auto const [error, lengths] = co_await inspection.async_job_lengths(use_tuple);
    if (error)
        to.trouble = explain(spec, error, {});
    else
        to.lengths = by_task(package, tasks, jobs, lengths);
    co_return to;
}

boost::asio::awaitable<answer> ask_server(boost::asio::any_io_executor executor,
                                          parent_package const& package, server const& spec,
                                          password_source const& source) {
    answer to;
    auto password = source(spec);
    if (!password) {
        to.trouble = explain_password(spec, password.error());
        co_return to;
    }
    remote_server remote(executor, tds::runtime::instance(),
                         connection_options(spec, std::move(*password)));
    to = co_await ask(package, spec, remote);
    remote.close();
    co_return to;
}

} // namespace

server_histories read_histories(parent_package const& package, password_source const& password) {
    boost::asio::io_context io(1);
    std::vector<answer> answers(package.servers.size());
    for (std::size_t i = 0; i < answers.size(); ++i)
        boost::asio::co_spawn(io,
                              ask_server(io.get_executor(), package, package.servers[i], password),
                              [&to = answers[i]](std::exception_ptr const& failure, answer found) {
                                  if (failure)
                                      std::rethrow_exception(failure);
                                  to = std::move(found);
                              });
    io.run();
    server_histories all;
    for (std::uint32_t i = 0; i < answers.size(); ++i) {
        if (!answers[i].trouble.empty())
            all.warnings.push_back("no history of " + package.servers[i].name + ": " +
                                   answers[i].trouble);
        else if (!answers[i].lengths.empty())
            all.read.push_back({server_id{i}, std::move(answers[i].lengths)});
    }
    return all;
}

} // namespace ssislb::cli
