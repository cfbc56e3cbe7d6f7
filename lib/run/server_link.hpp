// The run's tie to one remote server: password, connection, and which tasks' jobs are there.
#pragma once

#include "run/load_watch.hpp"
#include "run/run_context.hpp"

#include <ssislb/base/errors.hpp>

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace ssislb::detail {

class server_link : public std::enable_shared_from_this<server_link> {
public:
    server_link(run_context&, server_id);

    /// False, and a final server_down is published: there is no password for it. Once, first.
    [[nodiscard]] bool open();

    /// Publishes server_up, preceded by tasks_barred for the jobs that are not there; or
    /// server_down, final only where trying again would not help. Later losses are published as
    /// they come, and the server is tried again until the link is closed.
    [[nodiscard]] boost::asio::awaitable<void> connect();

    /// Watches the server's load until the link is closed.
    [[nodiscard]] boost::asio::awaitable<void> watch_load() { return load_->watch(); }

    /// The task's job on this server; none if it is not there.
    [[nodiscard]] std::optional<guid> job_of(task_id task) const { return jobs_[index(task)]; }

    /// Preconditions: it was opened.
    [[nodiscard]] remote_agent& remote() { return *remote_; }
    [[nodiscard]] load_watch& load() { return *load_; }

    /// The statements so far go into the summary; nothing is published any more.
    void close();

private:
    struct try_result {
        error_code error;
        diagnostics said;
    };

    [[nodiscard]] boost::asio::awaitable<try_result> try_once();
    [[nodiscard]] boost::asio::awaitable<bool> reach();
    [[nodiscard]] boost::asio::awaitable<void> pause();
    [[nodiscard]] std::vector<std::string> names_of_jobs() const;
    void take_jobs(job_directory const&);
    /// Why the job cannot be started here; none if it can.
    [[nodiscard]] std::optional<agent_errc>
    take_job(task_id, std::vector<agent_job const*> const& of_that_name);
    void tell_lengths(std::vector<job_length> const&);
    void follow_state();
    void down(error_code, std::string text, bool final);
    [[nodiscard]] bool may_run(task_id) const;
    [[nodiscard]] server const& spec() const { return run_.package[id_]; }

    run_context& run_;
    server_id id_;
    std::unique_ptr<remote_agent> remote_;
    std::unique_ptr<load_watch> load_;
    std::vector<std::optional<guid>> jobs_;
    /// Tasks of which it has been told that their job is not there, or is disabled.
    std::set<task_id> told_barred_;
    std::set<task_id> told_disabled_;
    std::unique_ptr<alarm> retry_;
    milliseconds next_pause_;
    /// Goes off early when the agent has given the server up.
    std::unique_ptr<alarm> given_up_;
    bool closed_ = false;
};

} // namespace ssislb::detail
