// A server's Agent without TDS: rows of the simulated world, judged by the rules of lib/agent.
#pragma once

#include "agent/run_ownership.hpp"
#include "agent/start_confirmation.hpp"
#include "line.hpp"
#include "mutant.hpp"
#include "run/remote_agent.hpp"

#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

namespace ssislb::simulation {

/// Each operation is one round trip or several over the line, as over TDS.
class simulated_agent final : public detail::remote_agent {
public:
    /// The line outlives it: messages may still be on their way.
    simulated_agent(std::shared_ptr<line>, mutant);
    ~simulated_agent() override { line_->close(); }

    answer<diagnostics> connect() override;
    answer<job_directory> find_jobs(std::vector<std::string> names) override;
    answer<std::vector<job_length>> job_lengths() override;
    answer<std::vector<agent_job>> busy_jobs() override;
    answer<job_mark> mark(guid job) override;
    answer<diagnostics> start(guid job) override;
    answer<bool> confirm(job_mark before, start_sender) override;
    answer<bool> is_ours(job_mark earlier) override;
    answer<job_run> wait(job_mark before, wait_options) override;
    answer<diagnostics> stop(guid job) override;

    void on_state_change(remote_server::state_function change) override {
        line_->on_state_change(std::move(change));
    }
    [[nodiscard]] std::string product_version() const override { return "15.0.2000.5"; }
    [[nodiscard]] supervision_statistics statistics() const override;
    void close() override { line_->close(); }

private:
    struct start_look {
        error_code error;
        detail::start_finding finding = detail::start_finding::hidden;
        std::optional<server_time> now;

        [[nodiscard]] bool failed_in_passing() const noexcept;
        [[nodiscard]] bool proves_nothing() const noexcept {
            return error || finding == detail::start_finding::hidden;
        }
    };
    using found = std::tuple<error_code, detail::start_finding>;
    /// None: the wait goes on.
    using ending = std::optional<std::tuple<error_code, job_run>>;

    [[nodiscard]] coroutine<reply> ask(question_kind, guid const& job,
                                       std::optional<std::int32_t> session = std::nullopt);
    [[nodiscard]] coroutine<std::tuple<error_code, agent_job>> job(guid id);
    [[nodiscard]] coroutine<std::tuple<error_code, std::int32_t>> newest_history(guid id);
    [[nodiscard]] coroutine<error_code> reason_of(reply refusal, guid id, bool of_start);
    answer<job_mark> mark_hidden(guid job, std::optional<server_time> now);

    // simulated_confirmation.cpp
    [[nodiscard]] detail::run_ownership ownership(job_mark const&) const;
    [[nodiscard]] coroutine<start_look> look_for(detail::run_ownership);
    [[nodiscard]] coroutine<found> look_at_request(detail::run_ownership, std::int32_t session);
    [[nodiscard]] coroutine<found> look_at_sessions(detail::run_ownership, std::int32_t newest);
    [[nodiscard]] coroutine<found> look_at_job(detail::run_ownership);
    [[nodiscard]] coroutine<found> look_at_history(detail::run_ownership, detail::start_finding);

    // simulated_wait.cpp
    struct watched_run;
    [[nodiscard]] coroutine<ending> settle(watched_run&, detail::watch_verdict);
    [[nodiscard]] coroutine<job_run> collect(job_run);
    [[nodiscard]] coroutine<error_code> feel_pulse(watched_run&);
    [[nodiscard]] std::optional<job_run> ends_early(detail::sighting const&,
                                                    job_mark const& before) const;
    [[nodiscard]] milliseconds pace(milliseconds age) const;
    [[nodiscard]] milliseconds retry_pause() const;

    std::shared_ptr<line> line_;
    mutant mutant_;
};

/// The same question may be put again later.
[[nodiscard]] bool ask_again(error_code const&) noexcept;

} // namespace ssislb::simulation
