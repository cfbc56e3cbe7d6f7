// Questions about a server that have nothing to do with one run of a job.
#pragma once

#include <ssislb/agent/agent_job.hpp>
#include <ssislb/agent/agent_service.hpp>
#include <ssislb/agent/job_length.hpp>
#include <ssislb/agent/job_step.hpp>
#include <ssislb/agent/login_rights.hpp>
#include <ssislb/agent/remote_server.hpp>

#include <memory>
#include <utility>
#include <vector>

namespace ssislb {

/// Asks over the connection of a remote_server; its calls stand in the same queue.
///
/// Errors, Cancellation, Executor and Thread safety: as for remote_server.
///
/// Object lifetimes: the remote_server may be destroyed before; operations then complete with
/// boost::asio::error::operation_aborted.
class server_inspection {
public:
    template <class... Args>
    using handler = remote_server::handler<Args...>;

    explicit server_inspection(remote_server const& of) noexcept
        : impl_(of.impl_) {}

    /// Asks who the login is and which roles it has (IS_SRVROLEMEMBER, IS_MEMBER in msdb).
    ///
    /// Handler signature: `void(error_code, login_rights)`
    /// Errors: sql_server_errc::cannot_access_database when the login has no user in msdb.
    /// Cancellation, Object lifetimes: as for the class.
    template <boost::asio::completion_token_for<void(error_code, login_rights)> Token =
                  boost::asio::deferred_t>
    auto async_login_rights(Token&& token = {}) {
        return initiate<Token, login_rights>(
            [](auto h, impl_ptr const& self) { rights(*self, std::move(h)); }, token, impl_);
    }

    /// Asks whether the Agent service runs (sys.dm_server_services). A login without the right to
    /// know gets not_visible, which is no error.
    ///
    /// Handler signature: `void(error_code, agent_service_state)`
    /// Errors, Cancellation, Object lifetimes: as for the class.
    template <boost::asio::completion_token_for<void(error_code, agent_service_state)> Token =
                  boost::asio::deferred_t>
    auto async_agent_service(Token&& token = {}) {
        return initiate<Token, agent_service_state>(
            [](auto h, impl_ptr const& self) { agent_service(*self, std::move(h)); }, token, impl_);
    }

    /// Reads the job's steps in their order (sp_help_jobstep).
    ///
    /// Handler signature: `void(error_code, std::vector<job_step>)`
    /// Errors: agent_errc::job_not_found.
    /// Cancellation, Object lifetimes: as for the class.
    template <boost::asio::completion_token_for<void(error_code, std::vector<job_step>)> Token =
                  boost::asio::deferred_t>
    auto async_job_steps(guid job, Token&& token = {}) {
        return initiate<Token, std::vector<job_step>>(
            [](auto h, impl_ptr const& self, guid id) { job_steps(*self, id, std::move(h)); },
            token, impl_, job);
    }

    /// How long the runs of each job took, as far as the history goes back (sp_help_jobhistory, one
    /// statement for all jobs). Waits that follow use it to tell when a job's end is likely.
    ///
    /// Handler signature: `void(error_code, std::vector<job_length>)`, by job
    /// Errors, Cancellation, Object lifetimes: as for the class.
    template <boost::asio::completion_token_for<void(error_code, std::vector<job_length>)> Token =
                  boost::asio::deferred_t>
    auto async_job_lengths(Token&& token = {}) {
        return initiate<Token, std::vector<job_length>>(
            [](auto h, impl_ptr const& self) { job_lengths(*self, std::move(h)); }, token, impl_);
    }

    /// Which jobs are neither idle nor suspended, whoever started them (sp_help_job): what runs
    /// beside ours, and what waits for a worker thread. Without the role SQLAgentReaderRole a login
    /// sees its own jobs only.
    ///
    /// Handler signature: `void(error_code, std::vector<agent_job>)`
    /// Errors, Cancellation, Object lifetimes: as for the class.
    template <boost::asio::completion_token_for<void(error_code, std::vector<agent_job>)> Token =
                  boost::asio::deferred_t>
    auto async_busy_jobs(Token&& token = {}) {
        return initiate<Token, std::vector<agent_job>>(
            [](auto h, impl_ptr const& self) { busy_jobs(*self, std::move(h)); }, token, impl_);
    }

private:
    using impl = detail::remote_server_impl;
    using impl_ptr = std::shared_ptr<impl>;

    template <class Token, class... Results, class Initiation, class... Args>
    static auto initiate(Initiation&& initiation, Token& token, Args&&... args) {
        return boost::asio::async_initiate<Token, void(error_code, Results...)>(
            std::forward<Initiation>(initiation), token, std::forward<Args>(args)...);
    }

    static void rights(impl&, handler<login_rights>);
    static void agent_service(impl&, handler<agent_service_state>);
    static void job_steps(impl&, guid, handler<std::vector<job_step>>);
    static void busy_jobs(impl&, handler<std::vector<agent_job>>);
    static void job_lengths(impl&, handler<std::vector<job_length>>);

    impl_ptr impl_;
};

} // namespace ssislb
