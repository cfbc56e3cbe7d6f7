// The run's tie to one remote server: password, connection, and which tasks' jobs are there.
#pragma once

#include "run/load_watch.hpp"
#include "run/run_context.hpp"

#include <ssislb/agent/job_length.hpp>
#include <ssislb/agent/remote_server.hpp>
#include <ssislb/base/errors.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ssislb::detail {

class server_link : public std::enable_shared_from_this<server_link> {
public:
    server_link(run_context&, server_id);

    /// Publishes server_up, preceded by tasks_barred for the jobs that are not there; or
    /// server_down, the last one final. Later losses are published as they come; then it watches
    /// the server's load until the link is closed.
    [[nodiscard]] boost::asio::awaitable<void> connect();

    /// The task's job on this server; none if it is not there.
    [[nodiscard]] std::optional<guid> job_of(task_id task) const { return jobs_[index(task)]; }

    /// Preconditions: server_up has been published.
    [[nodiscard]] remote_server& remote() { return *remote_; }
    [[nodiscard]] load_watch& load() { return *load_; }

    /// The statements so far go into the summary; nothing is published any more.
    void close();

private:
    struct try_result {
        error_code error;
        diagnostics said;
    };

    [[nodiscard]] bool open();
    [[nodiscard]] boost::asio::awaitable<try_result> try_once();
    [[nodiscard]] boost::asio::awaitable<void> pause(timestamp give_up);
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
    std::unique_ptr<remote_server> remote_;
    std::unique_ptr<load_watch> load_;
    std::vector<std::optional<guid>> jobs_;
    boost::asio::steady_timer retry_;
    milliseconds next_pause_;
    bool closed_ = false;
};

} // namespace ssislb::detail
