// One start follows the other in its handler.
#include "start_crowd.hpp"

#include "client_options.hpp"

#include <ssislb/base/errors.hpp>
#include <ssislb/tds/runtime.hpp>

#include <stdexcept>
#include <string>

namespace ssislb::bench {
namespace {

void require(error_code error, char const* what) {
    if (error)
        throw std::runtime_error(std::string(what) + ": " + error.message());
}

} // namespace

start_crowd::start_crowd(std::vector<std::uint16_t> const& ports) {
    auto const runtime = tds::runtime::instance();
    for (auto const port : ports)
        clients_.push_back({remote_server(io_.get_executor(), runtime, options_for(port)), {}});
    for (auto& each : clients_)
        connect(each);
    work_until_idle();
}

start_crowd::~start_crowd() {
    for (auto& each : clients_)
        each.server.close();
    io_.restart();
    io_.run();
}

void start_crowd::connect(client& one) {
    ++outstanding_;
    one.server.async_connect([this, &one](error_code error, diagnostics const&) {
        require(error, "a server cannot be reached");
        one.server.async_jobs([this, &one](error_code failed, std::vector<agent_job> const& jobs) {
            require(failed, "a server does not list its jobs");
            for (auto const& each : jobs)
                one.jobs.push_back(each.id);
            --outstanding_;
        });
    });
}

std::size_t start_crowd::start_jobs_for(std::chrono::milliseconds length) {
    auto const before = accepted_;
    end_ = std::chrono::steady_clock::now() + length;
    for (auto& each : clients_) {
        ++outstanding_;
        start_next(each);
    }
    work_until_idle();
    return accepted_ - before;
}

void start_crowd::start_next(client& one) {
    auto const job = one.jobs[one.next++ % one.jobs.size()];
    one.server.async_start_job(job, [this, &one](error_code error, diagnostics const&) {
        bool const runs_still =
            error == agent_errc::job_already_running || error == agent_errc::job_start_pending;
        if (!runs_still)
            require(error, "a job cannot be started");
        ++(error ? refused_ : accepted_);
        if (std::chrono::steady_clock::now() < end_)
            start_next(one);
        else
            --outstanding_;
    });
}

void start_crowd::work_until_idle() {
    io_.restart();
    while (outstanding_ > 0)
        io_.run_one();
}

} // namespace ssislb::bench
