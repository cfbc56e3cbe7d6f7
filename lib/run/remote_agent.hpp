// What a run asks of one server's Agent: the seam below which TDS begins.
#pragma once

#include <ssislb/agent/agent_job.hpp>
#include <ssislb/agent/job_directory.hpp>
#include <ssislb/agent/job_length.hpp>
#include <ssislb/agent/job_run.hpp>
#include <ssislb/agent/remote_server.hpp>
#include <ssislb/agent/start_sender.hpp>
#include <ssislb/agent/supervision.hpp>
#include <ssislb/agent/wait_options.hpp>
#include <ssislb/base/diagnostics.hpp>
#include <ssislb/base/error_code.hpp>
#include <ssislb/base/guid.hpp>
#include <ssislb/model/event.hpp>

#include <boost/asio/awaitable.hpp>

#include <string>
#include <tuple>
#include <vector>

namespace ssislb::detail {

/// Each operation means what the one of remote_server means that is named like it, with the same
/// errors. After close every operation completes with operation_aborted, but for a start that was
/// sent: it is in doubt.
class remote_agent {
public:
    template <class... Results>
    using answer = boost::asio::awaitable<std::tuple<error_code, Results...>>;

    virtual ~remote_agent() = default;

    [[nodiscard]] virtual answer<diagnostics> connect() = 0;
    [[nodiscard]] virtual answer<job_directory> find_jobs(std::vector<std::string> names) = 0;
    [[nodiscard]] virtual answer<std::vector<job_length>> job_lengths() = 0;
    [[nodiscard]] virtual answer<std::vector<agent_job>> busy_jobs() = 0;

    [[nodiscard]] virtual answer<job_mark> mark(guid job) = 0;
    [[nodiscard]] virtual answer<diagnostics> start(guid job) = 0;
    [[nodiscard]] virtual answer<bool> confirm(job_mark before, start_sender) = 0;
    [[nodiscard]] virtual answer<bool> is_ours(job_mark earlier) = 0;
    [[nodiscard]] virtual answer<job_run> wait(job_mark before, wait_options) = 0;
    [[nodiscard]] virtual answer<diagnostics> stop(guid job) = 0;

    virtual void on_state_change(remote_server::state_function) = 0;
    [[nodiscard]] virtual std::string product_version() const = 0;
    [[nodiscard]] virtual supervision_statistics statistics() const = 0;
    virtual void close() = 0;

protected:
    remote_agent() = default;
    remote_agent(remote_agent const&) = default;
    remote_agent& operator=(remote_agent const&) = default;
};

} // namespace ssislb::detail
