// How the operations of a remote_server begin: their handlers, without the types of their tokens.
#pragma once

#include <ssislb/agent/agent_job.hpp>
#include <ssislb/agent/job_activity.hpp>
#include <ssislb/agent/job_directory.hpp>
#include <ssislb/agent/job_history.hpp>
#include <ssislb/agent/job_run.hpp>
#include <ssislb/agent/start_sender.hpp>
#include <ssislb/agent/wait_options.hpp>
#include <ssislb/base/diagnostics.hpp>
#include <ssislb/base/error_code.hpp>
#include <ssislb/base/guid.hpp>
#include <ssislb/model/event.hpp>

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/async_result.hpp>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace ssislb::detail {

class remote_server_impl;

/// For remote_server alone.
class remote_server_calls {
protected:
    template <class... Args>
    using handler = boost::asio::any_completion_handler<void(error_code, Args...)>;
    using impl = remote_server_impl;
    using impl_ptr = std::shared_ptr<impl>;

    template <class Token, class... Results, class Initiation, class... Args>
    static auto initiate(Initiation&& initiation, Token& token, Args&&... args) {
        return boost::asio::async_initiate<Token, void(error_code, Results...)>(
            std::forward<Initiation>(initiation), token, std::forward<Args>(args)...);
    }

    static void connect(impl&, handler<diagnostics>);
    static void jobs(impl&, handler<std::vector<agent_job>>);
    static void find_jobs(impl&, std::vector<std::string>, handler<job_directory>);
    static void mark(impl&, guid, handler<job_mark>);
    static void mark(impl&, std::string, handler<job_mark>);
    static void start(impl&, guid, handler<diagnostics>);
    static void confirm(impl&, job_mark const&, start_sender, handler<bool>);
    static void ours(impl&, job_mark const&, handler<bool>);
    static void wait(impl&, job_mark const&, wait_options, handler<job_run>);
    static void stop(impl&, guid, handler<diagnostics>);
    static void activity(impl&, handler<std::vector<job_activity>>);
    static void history(impl&, guid, handler<std::vector<job_history_row>>);
    static void run(impl&, std::string, handler<job_run>);
};

} // namespace ssislb::detail
