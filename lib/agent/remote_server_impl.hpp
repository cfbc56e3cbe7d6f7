// What a remote_server does, as coroutines on its strand.
#pragma once

#include "agent/run_result.hpp"
#include "agent/server_channel.hpp"
#include "agent/start_confirmation.hpp"
#include "agent/status_board.hpp"

#include <ssislb/agent/agent_service.hpp>
#include <ssislb/agent/job_step.hpp>
#include <ssislb/agent/login_rights.hpp>
#include <ssislb/agent/remote_server.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ssislb::detail {

class remote_server_impl : public std::enable_shared_from_this<remote_server_impl> {
public:
    remote_server_impl(boost::asio::any_io_executor outer, std::shared_ptr<tds::runtime>,
                       tds::options, supervision_options);

    operation<diagnostics> connect();
    operation<std::vector<agent_job>> jobs();
    operation<job_directory> find_jobs(std::vector<std::string> names);
    operation<std::vector<job_activity>> activity();
    operation<std::vector<job_history_row>> history(guid job);
    operation<std::vector<agent_job>> busy_jobs();
    operation<std::vector<job_length>> job_lengths();

    operation<login_rights> rights();
    operation<agent_service_state> agent_service();
    operation<std::vector<job_step>> job_steps(guid job);

    operation<job_mark> mark(guid job);
    operation<job_mark> mark(std::string name);
    operation<diagnostics> start(guid job);
    operation<bool> confirm(job_mark before, start_sender);
    operation<bool> is_ours(job_mark before);
    operation<diagnostics> stop(guid job);

    /// From any thread.
    void wait(job_mark const& before, wait_options, job_wait::handler_type);
    operation<job_run> run(std::string name);

    void on_state_change(remote_server::state_function);
    void close();

    [[nodiscard]] boost::asio::any_io_executor const& outer() const noexcept { return outer_; }
    [[nodiscard]] serial_executor const& strand() const noexcept { return strand_; }
    [[nodiscard]] server_channel const& channel() const noexcept { return *channel_; }

private:
    operation<agent_job> job(tds::rpc question);
    operation<job_mark> mark_hidden(guid job, std::optional<server_time> now);
    coroutine<bool> runs_now(job_activity const&);
    operation<std::int32_t> newest_history(guid job);
    operation<std::vector<job_history_row>> recent_history(guid job);
    coroutine<error_code> reason_of(server_answer const& refusal, guid job, bool of_start);

    /// One look for a start in doubt, and the server's clock before it.
    struct start_look {
        error_code error;
        start_finding finding = start_finding::hidden;
        std::optional<server_time> now{};

        /// It has failed in passing, so it was none.
        [[nodiscard]] bool failed_in_passing() const noexcept;
        /// It shows as little as a job that is hidden.
        [[nodiscard]] bool proves_nothing() const noexcept {
            return error || finding == start_finding::hidden;
        }
    };
    [[nodiscard]] run_ownership ownership(job_mark const&) const;
    coroutine<start_look> look_for(run_ownership const&);
    operation<start_finding> look_at_request(run_ownership const&, std::int32_t session);
    operation<start_finding> look_at_sessions(run_ownership const&, std::int32_t newest);
    operation<start_finding> look_at_job(run_ownership const&);
    operation<start_finding> look_at_history(run_ownership const&, start_finding asked);

    boost::asio::any_io_executor outer_;
    serial_executor strand_;
    std::shared_ptr<server_channel> channel_;
    std::shared_ptr<status_board> board_;
};

} // namespace ssislb::detail
