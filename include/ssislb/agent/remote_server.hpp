// One remote server's SQL Server Agent: starts jobs, waits for their true outcome.
#pragma once

#include <ssislb/agent/agent_job.hpp>
#include <ssislb/agent/job_activity.hpp>
#include <ssislb/agent/job_directory.hpp>
#include <ssislb/agent/job_history.hpp>
#include <ssislb/agent/job_run.hpp>
#include <ssislb/agent/remote_server_calls.hpp>
#include <ssislb/agent/session_facts.hpp>
#include <ssislb/agent/start_sender.hpp>
#include <ssislb/agent/supervision.hpp>
#include <ssislb/agent/wait_options.hpp>
#include <ssislb/base/diagnostics.hpp>
#include <ssislb/base/error_code.hpp>
#include <ssislb/base/guid.hpp>
#include <ssislb/model/event.hpp>
#include <ssislb/tds/options.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/deferred.hpp>

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace ssislb {

namespace tds {
class runtime;
}

/// One connection to a server, and one supervised poll over it for all jobs that are waited for.
///
/// Calls wait for each other in order. While somebody waits for a job, one statement a poll answers
/// for all of them: sp_help_jobactivity, or a batch of calls of it for our jobs where the server
/// has many others. Every call is a documented procedure of msdb, for which membership in
/// SQLAgentOperatorRole is enough; supervision_options::read_msdb_tables allows one that is not. A
/// lost connection is made again by itself, with growing pauses; waits survive that.
///
/// Errors of all operations, besides those that each one names:
/// * client_errc::not_connected: nothing was sent, there is no connection now
/// * client_errc::connection_lost, client_errc::timed_out: the answer was lost
/// * the number of the server's error in sql_server_category, for instance
///   sql_server_errc::permission_denied
/// * boost::asio::error::operation_aborted: canceled, or the object was closed
///
/// Cancellation of all operations, besides what each one names: partial, total and terminal mean
/// the same. A call that is still queued is taken back; the answer of one that was sent is thrown
/// away when it comes. The job on the server is never touched by it.
///
/// Executor: handlers run on their associated executor, else on the object's, never inline. Work
/// inside runs on a strand of the object's executor; on that itself if it is a
/// serial_executor.
///
/// Object lifetimes: arguments are needed until the initiating function has returned. The object
/// may be destroyed while operations are outstanding: that equals close().
///
/// Thread safety: all members safe, but for the destructor and the assignment.
class remote_server : detail::remote_server_calls {
public:
    using executor_type = boost::asio::any_io_executor;
    using remote_server_calls::handler;
    /// `final`: no further try will be made.
    using state_function =
        std::function<void(bool up, error_code reason, diagnostics said, bool final)>;

    remote_server(executor_type, std::shared_ptr<tds::runtime>, tds::options,
                  supervision_options = {});
    ~remote_server();
    remote_server(remote_server&&) noexcept;
    remote_server& operator=(remote_server&&) noexcept;

    /// Tries once to connect and to log in, then reads the session's facts and the activity.
    /// May be called again after it failed, or after the server was given up. Does nothing when
    /// there is a connection.
    ///
    /// Handler signature: `void(error_code, diagnostics)`
    /// Errors: client_errc as the connection found them, client_errc::operation_in_progress while
    /// it is connecting, also by itself after a loss; sql_server_errc when the server refused.
    /// Cancellation: the try is ended.
    /// Object lifetimes: as for the class.
    template <boost::asio::completion_token_for<void(error_code, diagnostics)> Token =
                  boost::asio::deferred_t>
    auto async_connect(Token&& token = {}) {
        return initiate<Token, diagnostics>(
            [](auto h, impl_ptr const& self) { connect(*self, std::move(h)); }, token, impl_);
    }

    /// Lists the jobs that the login may see (sp_help_job).
    ///
    /// Handler signature: `void(error_code, std::vector<agent_job>)`
    /// Errors, Cancellation, Object lifetimes: as for the class.
    template <boost::asio::completion_token_for<void(error_code, std::vector<agent_job>)> Token =
                  boost::asio::deferred_t>
    auto async_jobs(Token&& token = {}) {
        return initiate<Token, std::vector<agent_job>>(
            [](auto h, impl_ptr const& self) { jobs(*self, std::move(h)); }, token, impl_);
    }

    /// Lists the jobs and finds out what each of the names means there. Asks once more for a name
    /// that no job has, if one has nearly that name (sp_help_job, which follows the collation).
    ///
    /// Handler signature: `void(error_code, job_directory)`
    /// Errors, Cancellation, Object lifetimes: as for the class.
    template <boost::asio::completion_token_for<void(error_code, job_directory)> Token =
                  boost::asio::deferred_t>
    auto async_find_jobs(std::vector<std::string> names, Token&& token = {}) {
        return initiate<Token, job_directory>(
            [](auto h, impl_ptr const& self, std::vector<std::string> wanted) {
                find_jobs(*self, std::move(wanted), std::move(h));
            },
            token, impl_, std::move(names));
    }

    /// Remembers the job's activity before a start, and the server's time. Requests that come
    /// together share one call. Start at once: what is requested later than start_window after its
    /// mark passes for somebody else's, so a mark that is older than call_timeout is to be made
    /// anew.
    ///
    /// Handler signature: `void(error_code, job_mark)`
    /// Errors: agent_errc::job_not_found, job_already_running (a mark of a job under way could not
    /// tell its run from the next), job_ambiguous for a name.
    /// Cancellation, Object lifetimes: as for the class.
    template <boost::asio::completion_token_for<void(error_code, job_mark)> Token =
                  boost::asio::deferred_t>
    auto async_mark_job(guid job, Token&& token = {}) {
        return initiate<Token, job_mark>(
            [](auto h, impl_ptr const& self, guid id) { mark(*self, id, std::move(h)); }, token,
            impl_, job);
    }
    template <boost::asio::completion_token_for<void(error_code, job_mark)> Token =
                  boost::asio::deferred_t>
    auto async_mark_job(std::string name, Token&& token = {}) {
        return initiate<Token, job_mark>(
            [](auto h, impl_ptr const& self, std::string job) {
                mark(*self, std::move(job), std::move(h));
            },
            token, impl_, std::move(name));
    }

    /// Asks the Agent to start the job (sp_start_job), once. Success says that the request was
    /// accepted, nothing more. A disabled job starts too. If its turn on the connection has not
    /// come within call_timeout, it is not sent (client_errc::not_connected).
    ///
    /// Handler signature: `void(error_code, diagnostics)`
    /// Errors: agent_errc::job_not_found, job_not_targeted, job_already_running,
    /// job_start_pending, job_suspended, agent_not_running, agent_starting, start_refused;
    /// agent_errc::start_in_doubt when the request was sent and its answer was lost, or was an
    /// error that ended the session: confirm before anything else is started.
    /// Cancellation: while queued nothing is sent. Once sent, partial and total are too late;
    /// terminal completes with start_in_doubt.
    /// Object lifetimes: as for the class.
    template <boost::asio::completion_token_for<void(error_code, diagnostics)> Token =
                  boost::asio::deferred_t>
    auto async_start_job(guid job, Token&& token = {}) {
        return initiate<Token, diagnostics>(
            [](auto h, impl_ptr const& self, guid id) { start(*self, id, std::move(h)); }, token,
            impl_, job);
    }

    /// Finds out whether a start in doubt happened: compares activity and history with the mark,
    /// after a reconnection if need be. It says no when nothing of ours has come for confirm_grace;
    /// of a start that an earlier process sent, not before the server's clock has passed the mark's
    /// time by start_window, either.
    ///
    /// A run is taken for ours when a user asked for it within start_window after the mark. Another
    /// user may have done that: wait with wait_options::in_doubt, which finds out.
    ///
    /// Handler signature: `void(error_code, bool started)`
    /// Errors: agent_errc::start_in_doubt when the login sees no activity, the job or its rights
    /// are gone, or history is trimmed, so that "no" cannot be proved;
    /// client_errc::connection_lost when the server was given up.
    /// Cancellation: stops asking. Object lifetimes: as for the class.
    template <
        boost::asio::completion_token_for<void(error_code, bool)> Token = boost::asio::deferred_t>
    auto async_confirm_start(job_mark before, start_sender sender, Token&& token = {}) {
        return initiate<Token, bool>(
            [](auto h, impl_ptr const& self, job_mark const& m, start_sender from) {
                confirm(*self, m, from, std::move(h));
            },
            token, impl_, std::move(before), sender);
    }

    /// For who is refused because the job already runs or is requested (job_already_running,
    /// job_start_pending), and has an earlier mark of it whose start was found not to have
    /// happened: whether it did, after all. Then that start is as good as accepted: wait with the
    /// earlier mark and wait_options::in_doubt, and start nothing. False: it is somebody else's.
    ///
    /// Also before a run is stopped that nobody has watched for a while: sp_stop_job stops whatever
    /// runs.
    ///
    /// Handler signature: `void(error_code, bool ours)`
    /// Errors: agent_errc::start_in_doubt when it cannot be told: the login sees no activity, the
    /// job or its rights are gone, or history is trimmed; client_errc::connection_lost when the
    /// server was given up.
    /// Cancellation: stops asking. Object lifetimes: as for the class.
    template <
        boost::asio::completion_token_for<void(error_code, bool)> Token = boost::asio::deferred_t>
    auto async_is_ours(job_mark earlier, Token&& token = {}) {
        return initiate<Token, bool>(
            [](auto h, impl_ptr const& self, job_mark const& m) { ours(*self, m, std::move(h)); },
            token, impl_, std::move(earlier));
    }

    /// Waits from an accepted start to the run's true outcome. A job that failed is a result.
    ///
    /// Handler signature: `void(error_code, job_run)`
    /// Errors: agent_errc::agent_restarted, agent_errc::outcome_lost; agent_errc::agent_not_running
    /// when the Agent died and was down for reconnect_for; agent_errc::not_our_run, with
    /// wait_options::in_doubt only; client_errc::connection_lost when the server was given up.
    /// Cancellation: the wait ends, the job goes on.
    /// Object lifetimes: `how.on_started` is kept until it was called, or until completion.
    template <boost::asio::completion_token_for<void(error_code, job_run)> Token =
                  boost::asio::deferred_t>
    auto async_wait_job(job_mark before, wait_options how, Token&& token = {}) {
        return initiate<Token, job_run>(
            [](auto h, impl_ptr const& self, job_mark const& m, wait_options o) {
                wait(*self, m, std::move(o), std::move(h));
            },
            token, impl_, std::move(before), std::move(how));
    }

    /// Asks the Agent to stop the job (sp_stop_job). The run ends later, as canceled.
    ///
    /// Handler signature: `void(error_code, diagnostics)`
    /// Errors: agent_errc::job_not_running, job_not_found, job_not_targeted, agent_not_running.
    /// Cancellation, Object lifetimes: as for the class.
    template <boost::asio::completion_token_for<void(error_code, diagnostics)> Token =
                  boost::asio::deferred_t>
    auto async_stop_job(guid job, Token&& token = {}) {
        return initiate<Token, diagnostics>(
            [](auto h, impl_ptr const& self, guid id) { stop(*self, id, std::move(h)); }, token,
            impl_, job);
    }

    /// Reads the newest Agent session's activity of all jobs (sp_help_jobactivity).
    ///
    /// Handler signature: `void(error_code, std::vector<job_activity>)`
    /// Errors, Cancellation, Object lifetimes: as for the class.
    template <boost::asio::completion_token_for<void(error_code, std::vector<job_activity>)> Token =
                  boost::asio::deferred_t>
    auto async_job_activity(Token&& token = {}) {
        return initiate<Token, std::vector<job_activity>>(
            [](auto h, impl_ptr const& self) { activity(*self, std::move(h)); }, token, impl_);
    }

    /// Reads the job's history, newest first (sp_help_jobhistory, FULL).
    ///
    /// Handler signature: `void(error_code, std::vector<job_history_row>)`
    /// Errors: agent_errc::job_not_found.
    /// Cancellation, Object lifetimes: as for the class.
    template <boost::asio::completion_token_for<void(error_code, std::vector<job_history_row>)>
                  Token = boost::asio::deferred_t>
    auto async_job_history(guid job, Token&& token = {}) {
        return initiate<Token, std::vector<job_history_row>>(
            [](auto h, impl_ptr const& self, guid id) { history(*self, id, std::move(h)); }, token,
            impl_, job);
    }

    /// Marks, starts, confirms if need be, and waits.
    ///
    /// Handler signature: `void(error_code, job_run)`
    /// Errors: those of async_mark_job, async_start_job and async_wait_job;
    /// client_errc::not_connected when a start in doubt was proved not to have happened.
    /// Cancellation: until the start is sent nothing happens on the server; later the job goes on.
    /// Object lifetimes: as for the class.
    template <boost::asio::completion_token_for<void(error_code, job_run)> Token =
                  boost::asio::deferred_t>
    auto async_run_job(std::string name, Token&& token = {}) {
        return initiate<Token, job_run>(
            [](auto h, impl_ptr const& self, std::string job) {
                run(*self, std::move(job), std::move(h));
            },
            token, impl_, std::move(name));
    }

    /// Called on the object's executor whenever the connection is lost or made again, not for
    /// async_connect. Replaces an earlier function.
    void on_state_change(state_function);

    /// As of the last connection.
    [[nodiscard]] session_facts facts() const;
    [[nodiscard]] supervision_statistics statistics() const;

    /// Ends the connection for good. Every operation completes with operation_aborted, but for a
    /// start that was sent: it is in doubt.
    void close();

    [[nodiscard]] executor_type get_executor() const noexcept;

private:
    friend class server_inspection;

    impl_ptr impl_;
};

} // namespace ssislb
