// A server's Agent over TDS.
#pragma once

#include "run/remote_agent.hpp"

#include <ssislb/agent/remote_server.hpp>

namespace ssislb::detail {

class tds_agent final : public remote_agent {
public:
    explicit tds_agent(remote_server server)
        : server_(std::move(server)) {}

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

    void on_state_change(remote_server::state_function) override;
    [[nodiscard]] std::string product_version() const override;
    [[nodiscard]] supervision_statistics statistics() const override;
    void close() override;

private:
    remote_server server_;
};

} // namespace ssislb::detail
